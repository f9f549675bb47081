import type { CollectionConfig, Field } from 'payload';
import {
  bilingual,
  currentScope,
  flagField,
  limitRows,
  PLATFORM_COLLECTIONS,
  relationField,
  selectField,
  textField,
} from '../../tenancy/index.ts';
import { administrationEndpoints } from '../endpoints/administration-endpoints.ts';
import { passwordEndpoints } from '../endpoints/password-endpoints.ts';
import { securityEndpoints } from '../endpoints/security-endpoints.ts';
import { sessionEndpoints } from '../endpoints/session-endpoints.ts';
import { sessionStrategy } from '../services/sessions/session-strategy.ts';
import {
  administeredField,
  administerUsers,
  neverByRequest,
  readUsers,
  updateUsers,
} from '../services/user-access.ts';
import { fillRealm, forgetPerson, inviteNewPerson, signOutInactive } from '../services/user-hooks.ts';

PLATFORM_COLLECTIONS.add('users');

const administered = { access: { create: administeredField, update: administeredField } };

/**
 * Everybody who signs in. A user belongs to one realm: a school (unique by tenant and e-mail), the platform's
 * staff, or a partner. The row-level policy shows a host only the users of its realm and school, so the same
 * address may sign in at two schools with two passwords.
 */
export const Users: CollectionConfig = {
  slug: 'users',
  labels: { singular: bilingual(['User', 'مستخدم']), plural: bilingual(['Users', 'المستخدمون']) },
  lockDocuments: false,
  defaultSort: ['-createdAt', 'id'],
  auth: { disableLocalStrategy: true, strategies: [sessionStrategy], depth: 0 },
  endpoints: [...sessionEndpoints, ...passwordEndpoints, ...securityEndpoints, ...administrationEndpoints],
  indexes: [{ fields: ['tenant', 'email'], unique: true }],
  access: {
    read: readUsers,
    create: administerUsers,
    update: updateUsers,
    delete: administerUsers,
    unlock: administerUsers,
    admin: ({ req }) => Boolean(req.user && currentScope()),
  },
  admin: {
    useAsTitle: 'email',
    group: bilingual(['Administration', 'الإدارة']),
    defaultColumns: ['displayName', 'email', 'role', 'active', 'lastLoginAt'],
    hidden: ({ user }) => (user as { realm?: string } | null)?.realm === 'partner',
  },
  hooks: {
    beforeOperation: [limitRows],
    beforeValidate: [fillRealm],
    afterChange: [inviteNewPerson, signOutInactive],
    afterDelete: [forgetPerson],
  },
  fields: [
    {
      name: 'email',
      type: 'email',
      required: true,
      unique: false,
      index: false,
      label: bilingual(['E-mail', 'البريد الإلكتروني']),
    },
    {
      name: 'tenant',
      type: 'relationship',
      relationTo: 'tenants',
      index: false,
      maxDepth: 0,
      saveToJWT: false,
      access: { create: neverByRequest, update: neverByRequest },
      admin: { hidden: true },
    },
    selectField(
      'realm',
      ['Realm', 'النطاق'],
      { school: ['School', 'مدرسة'], platform: ['Platform', 'المنصة'], partner: ['Partner', 'شريك'] },
      {
        required: true,
        defaultValue: 'school',
        saveToJWT: false,
        access: { create: neverByRequest, update: neverByRequest },
        admin: { hidden: true },
      },
    ),
    textField('displayName', ['Name', 'الاسم']),
    relationField('role', ['Role', 'الدور'], 'roles', {
      ...administered,
      admin: { condition: isSchoolUser },
    }),
    { ...flagField('active', ['Active', 'نشط'], true), ...administered } as Field,
    selectField(
      'language',
      ['Language', 'اللغة'],
      { en: ['English', 'الإنجليزية'], ar: ['Arabic', 'العربية'] },
      { defaultValue: 'en' },
    ),
    relationField('teacher', ['Teacher record', 'سجل المعلم'], 'teachers', {
      ...administered,
      admin: { condition: isSchoolUser, position: 'sidebar' },
    }),
    relationField('guardian', ['Guardian record', 'سجل ولي الأمر'], 'guardians', {
      ...administered,
      admin: { condition: isSchoolUser, position: 'sidebar' },
    }),
    relationField('student', ['Student record', 'سجل الطالب'], 'students', {
      ...administered,
      admin: { condition: isSchoolUser, position: 'sidebar' },
    }),
    {
      ...flagField('breakGlass', [
        'Keeps a password beside single sign-on',
        'يحتفظ بكلمة مرور مع الدخول الموحد',
      ]),
      ...administered,
      admin: { condition: isSchoolUser, position: 'sidebar' },
    } as Field,
    {
      name: 'emailVerifiedAt',
      type: 'date',
      label: bilingual(['E-mail proved', 'أُثبت البريد']),
      access: { create: neverByRequest, update: neverByRequest },
      admin: { readOnly: true, position: 'sidebar', date: { pickerAppearance: 'dayAndTime' } },
    },
    {
      name: 'lastLoginAt',
      type: 'date',
      label: bilingual(['Last sign-in', 'آخر دخول']),
      access: { create: neverByRequest, update: neverByRequest },
      admin: { readOnly: true, position: 'sidebar', date: { pickerAppearance: 'dayAndTime' } },
    },
  ],
};

function isSchoolUser(data: Partial<Record<string, unknown>>): boolean {
  return data?.realm === 'school' || data?.realm === undefined;
}
