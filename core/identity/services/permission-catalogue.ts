import type { Pair } from '../../tenancy/index.ts';

/** Every permission of the product: the code a role holds and what it means in plain words. */
export const PERMISSION_CATALOGUE: Record<string, Pair> = {
  'students.read': ['See students', 'عرض الطلاب'],
  'students.write': ['Add and change students', 'إضافة الطلاب وتعديلهم'],
  'guardians.read': ['See guardians and their contacts', 'عرض أولياء الأمور وبيانات الاتصال'],
  'guardians.write': ['Add and change guardians', 'إضافة أولياء الأمور وتعديلهم'],
  'teachers.read': ['See teachers', 'عرض المعلمين'],
  'teachers.write': ['Add and change teachers', 'إضافة المعلمين وتعديلهم'],
  'structure.read': ['See years, grades, classes and subjects', 'عرض الأعوام والصفوف والمواد'],
  'structure.write': ['Change years, grades, classes and subjects', 'تعديل الأعوام والصفوف والمواد'],
  'attendance.read': ['See attendance', 'عرض الحضور'],
  'attendance.write': ['Take the register', 'تسجيل الحضور'],
  'assessment.read': ['See exams and results', 'عرض الاختبارات والنتائج'],
  'assessment.write': ['Enter exams and results', 'إدخال الاختبارات والنتائج'],
  'finance.read': ['See fees, invoices and payments', 'عرض الرسوم والفواتير والمدفوعات'],
  'finance.write': ['Change fees, invoices and payments', 'تعديل الرسوم والفواتير والمدفوعات'],
  'communication.read': ['See announcements', 'عرض الإعلانات'],
  'communication.write': ['Write announcements', 'كتابة الإعلانات'],
  'messages.read': ['See messages that were sent', 'عرض الرسائل المرسلة'],
  'users.read': ['See user accounts', 'عرض حسابات المستخدمين'],
  'users.write': ['Add and change user accounts', 'إضافة حسابات المستخدمين وتعديلها'],
  'roles.read': ['See roles', 'عرض الأدوار'],
  'roles.write': ['Change roles and their permissions', 'تعديل الأدوار وأذوناتها'],
  'imports.read': ['See imports and their reports', 'عرض عمليات الاستيراد وتقاريرها'],
  'imports.write': ['Import a roster', 'استيراد بيانات المدرسة'],
  'addons.read': ['See add-ons', 'عرض الإضافات'],
  'addons.write': ['Install and configure add-ons', 'تثبيت الإضافات وضبطها'],
  'settings.read': ['See the school’s settings', 'عرض إعدادات المدرسة'],
  'settings.write': ['Change the school’s settings', 'تعديل إعدادات المدرسة'],
  'billing.read': ['See the plan, usage and bills', 'عرض الخطة والاستخدام والفواتير'],
};

const all = Object.keys(PERMISSION_CATALOGUE);
const reads = (...resources: string[]) => resources.map((resource) => `${resource}.read`);

export type RoleTemplate = {
  code: string;
  name: Pair;
  rowScope: 'school' | 'own_classes' | 'own_children' | 'self';
  permissions: string[];
};

/** The roles every new school starts with. A school may change its copies. */
export const ROLE_TEMPLATES: RoleTemplate[] = [
  { code: 'admin', name: ['Admin', 'مدير'], rowScope: 'school', permissions: all },
  {
    code: 'teacher',
    name: ['Teacher', 'معلم'],
    rowScope: 'own_classes',
    permissions: [
      ...reads('students', 'guardians', 'teachers', 'structure', 'attendance', 'assessment', 'communication'),
      'attendance.write',
      'assessment.write',
    ],
  },
  {
    code: 'accountant',
    name: ['Accountant', 'محاسب'],
    rowScope: 'school',
    permissions: [
      ...reads('students', 'guardians', 'structure', 'finance', 'communication', 'billing'),
      'finance.write',
    ],
  },
  {
    code: 'guardian',
    name: ['Guardian', 'ولي أمر'],
    rowScope: 'own_children',
    permissions: reads('students', 'structure', 'attendance', 'assessment', 'finance', 'communication'),
  },
  {
    code: 'student',
    name: ['Student', 'طالب'],
    rowScope: 'self',
    permissions: reads('students', 'structure', 'attendance', 'assessment', 'communication'),
  },
];
