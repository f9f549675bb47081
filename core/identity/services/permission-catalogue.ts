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
  'attendance.manage': [
    'Decide excuses, closed terms, thresholds and warning letters',
    'البتّ في الأعذار والفصول المغلقة وحدود الغياب وخطابات الإنذار',
  ],
  'excuses.write': ['Hand in excuses for absences', 'تقديم أعذار الغياب'],
  'assessment.read': ['See exams and results', 'عرض الاختبارات والنتائج'],
  'assessment.write': ['Enter exams and results', 'إدخال الاختبارات والنتائج'],
  'reports.write': [
    'Prepare and print report cards and certificates',
    'إعداد التقارير المدرسية والشهادات وطباعتها',
  ],
  'reports.manage': ['Approve, publish and withdraw report cards', 'اعتماد التقارير المدرسية ونشرها وسحبها'],
  'assessment.publish': [
    'Approve marks, publish them to families and withdraw them',
    'اعتماد الدرجات ونشرها للأسر وسحبها',
  ],
  'finance.read': ['See fees, invoices and payments', 'عرض الرسوم والفواتير والمدفوعات'],
  'finance.write': ['Change fees, invoices and payments', 'تعديل الرسوم والفواتير والمدفوعات'],
  'communication.read': ['See announcements', 'عرض الإعلانات'],
  'communication.write': ['Write announcements', 'كتابة الإعلانات'],
  'messages.read': ['See messages that were sent', 'عرض الرسائل المرسلة'],
  'users.read': ['See user accounts', 'عرض حسابات المستخدمين'],
  'users.write': ['Add and change user accounts', 'إضافة حسابات المستخدمين وتعديلها'],
  'roles.read': ['See roles', 'عرض الأدوار'],
  'roles.write': ['Change roles and their permissions', 'تعديل الأدوار وأذوناتها'],
  'api_keys.read': ['See API keys and their last use', 'عرض مفاتيح الواجهة البرمجية وآخر استخدام لها'],
  'api_keys.write': ['Make and revoke API keys', 'إنشاء مفاتيح الواجهة البرمجية وإلغاؤها'],
  'sso.read': ['See the single sign-on settings', 'عرض إعدادات الدخول الموحّد'],
  'sso.write': ['Change the single sign-on settings', 'تعديل إعدادات الدخول الموحّد'],
  'support.read': ['See support visits to the school', 'عرض زيارات فريق الدعم إلى المدرسة'],
  'support.write': ['Approve and end support visits', 'الموافقة على زيارات الدعم وإنهاؤها'],
  'audit.read': ['See the audit log and the sign-in log', 'عرض سجل التدقيق وسجل الدخول'],
  'audit.export': ['Export the audit log', 'تصدير سجل التدقيق'],
  'settings.read': ['See the school’s settings', 'عرض إعدادات المدرسة'],
  'settings.write': [
    'Change the school’s settings, name and branding',
    'تعديل إعدادات المدرسة واسمها وهويتها البصرية',
  ],
  'imports.read': ['See imports and their reports', 'عرض عمليات الاستيراد وتقاريرها'],
  'imports.write': ['Import a roster', 'استيراد بيانات المدرسة'],
  'addons.read': ['See add-ons', 'عرض الإضافات'],
  'addons.write': ['Install and configure add-ons', 'تثبيت الإضافات وضبطها'],
  'billing.read': ['See the plan, usage and bills', 'عرض الخطة والاستخدام والفواتير'],
  'billing.manage': ['Change the plan, pay and set budgets', 'تغيير الخطة والدفع وضبط الميزانيات'],
};

/**
 * Codes that the catalogue carries before a collection, an endpoint or a page asks for them, so that schools can give
 * them out in time: the stems of parts that are being added. A code that is neither used nor announced here fails
 * the test of the catalogue.
 */
export const ANNOUNCED_RESOURCES: readonly string[] = [];

export type PermissionGroup = { code: string; name: Pair; resources: readonly string[] };

/** The groups of the matrix, by the stem of the codes; the test of the catalogue finds every code in exactly one. */
export const PERMISSION_GROUPS: readonly PermissionGroup[] = [
  { code: 'people', name: ['People', 'الأشخاص'], resources: ['students', 'guardians', 'teachers'] },
  {
    code: 'teaching',
    name: ['Classes, attendance and results', 'الصفوف والحضور والنتائج'],
    resources: ['structure', 'attendance', 'excuses', 'assessment', 'reports'],
  },
  { code: 'finance', name: ['School fees', 'الرسوم الدراسية'], resources: ['finance'] },
  { code: 'communication', name: ['Communication', 'التواصل'], resources: ['communication', 'messages'] },
  {
    code: 'access',
    name: ['Accounts and access', 'الحسابات والصلاحيات'],
    resources: ['users', 'roles', 'api_keys', 'sso', 'support', 'audit'],
  },
  {
    code: 'school',
    name: ['The school and its add-ons', 'المدرسة وإضافاتها'],
    resources: ['settings', 'imports', 'addons', 'billing'],
  },
];

/** The stem of a code: `students` of `students.read`. */
export function resourceOf(code: string): string {
  return code.split('.')[0] ?? code;
}
