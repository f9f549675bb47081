import type { CollectionConfig, Field } from 'payload';
import {
  numberField,
  platformCollection,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';
import {
  guardPermissionChange,
  guardPermissionDelete,
  guardRoleChange,
  guardRoleDelete,
} from '../policies/guard-roles.ts';
import { neverByRequest } from '../policies/user-access.ts';

const GROUP = ['Administration', 'الإدارة'] as const;

// Written by the product alone, whatever a request says.
function kept(field: Field): Field {
  return { ...field, access: { create: neverByRequest, update: neverByRequest } } as Field;
}

/** A role of one school: a name, permission codes (role-permissions) and the rows it reaches. */
export const Roles: CollectionConfig = tenantCollection({
  slug: 'roles',
  singular: ['Role', 'دور'],
  plural: ['Roles', 'الأدوار'],
  group: GROUP,
  resource: 'roles',
  uniques: [['code']],
  hooks: { beforeChange: [guardRoleChange], beforeDelete: [guardRoleDelete] },
  admin: { useAsTitle: 'name', defaultColumns: ['name', 'nameAr', 'rowScope'] },
  fields: [
    textField('code', ['Code', 'الرمز'], { required: true, maxLength: 40 }),
    textField('name', ['Name', 'الاسم'], { required: true }),
    textField('nameAr', ['Name in Arabic', 'الاسم بالعربية']),
    selectField(
      'rowScope',
      ['Reaches', 'نطاق الوصول'],
      {
        school: ['The whole school', 'المدرسة كلها'],
        own_classes: ['Own classes', 'صفوفه فقط'],
        own_children: ['Own children', 'أبناؤه فقط'],
        self: ['Only themselves', 'نفسه فقط'],
      },
      { required: true, defaultValue: 'self' },
    ),
    kept(textField('templateCode', ['Template', 'القالب'], { maxLength: 40, admin: { hidden: true } })),
    kept(numberField('templateVersion', ['Template version', 'إصدار القالب'], { admin: { hidden: true } })),
    // Counted by the database; the matrix compares it, so that two people cannot overwrite each other.
    kept(
      numberField('revision', ['Revision', 'المراجعة'], {
        required: true,
        defaultValue: 1,
        admin: { hidden: true },
      }),
    ),
  ],
});

/** One permission of one role. */
export const RolePermissions: CollectionConfig = tenantCollection({
  slug: 'role-permissions',
  singular: ['Role permission', 'إذن دور'],
  plural: ['Role permissions', 'أذونات الأدوار'],
  group: GROUP,
  resource: 'roles',
  uniques: [['role', 'code']],
  hooks: { beforeChange: [guardPermissionChange], beforeDelete: [guardPermissionDelete] },
  // The matrix shows and changes these; a list of some hundred rows helps nobody.
  admin: { useAsTitle: 'code', defaultColumns: ['role', 'code'], hidden: true },
  fields: [
    relationField('role', ['Role', 'الدور'], 'roles', { required: true }),
    textField('code', ['Permission', 'الإذن'], { required: true, maxLength: 60 }),
  ],
});

/** The permission catalogue as data, so that the panel can show it. Written by migrations alone. */
export const Permissions: CollectionConfig = platformCollection({
  slug: 'permissions',
  singular: ['Permission', 'إذن'],
  plural: ['Permissions', 'الأذونات'],
  group: GROUP,
  schoolsRead: true,
  readOnly: true,
  admin: { useAsTitle: 'code', defaultColumns: ['code', 'description', 'descriptionAr'] },
  fields: [
    textField('code', ['Code', 'الرمز'], { required: true, unique: true, index: true }),
    textField('description', ['Description', 'الوصف'], { required: true }),
    textField('descriptionAr', ['Description in Arabic', 'الوصف بالعربية'], { required: true }),
  ],
});
