import type { Pair, RowScope } from '../../tenancy/index.ts';

const reads = (...resources: string[]) => resources.map((resource) => `${resource}.read`);
const readsAndWrites = (...resources: string[]) =>
  resources.flatMap((resource) => [`${resource}.read`, `${resource}.write`]);

export type RoleTemplate = {
  code: string;
  name: Pair;
  rowScope: RowScope;
  /**
   * What each version of the template added, the first version first. A version that was released is never changed:
   * a role remembers the number it was made with, and schools are asked about what came later.
   */
  added: readonly (readonly string[])[];
};

/** The newest version of the templates. A school made today starts with it. */
export const ROLE_TEMPLATE_VERSION = 4;

/** The template whose people run the school; every permission of the catalogue belongs to it. */
export const ADMIN_TEMPLATE = 'admin';

/** The roles every new school starts with. A school may change its copies. */
export const ROLE_TEMPLATES: readonly RoleTemplate[] = [
  {
    code: ADMIN_TEMPLATE,
    name: ['Admin', 'مدير'],
    rowScope: 'school',
    added: [
      [
        ...readsAndWrites('students', 'guardians', 'teachers', 'structure', 'attendance', 'assessment'),
        ...readsAndWrites('finance', 'communication', 'users', 'roles', 'imports', 'addons'),
        ...reads('messages', 'billing'),
      ],
      [...readsAndWrites('api_keys', 'sso', 'support', 'settings'), 'audit.read', 'audit.export'],
      ['billing.manage'],
      ['assessment.publish', 'attendance.manage', 'excuses.write', 'reports.write', 'reports.manage'],
    ],
  },
  {
    code: 'teacher',
    name: ['Teacher', 'معلم'],
    rowScope: 'own_classes',
    added: [
      [
        ...reads('students', 'guardians', 'teachers', 'structure', 'attendance', 'assessment'),
        ...['communication.read', 'attendance.write', 'assessment.write'],
      ],
    ],
  },
  {
    code: 'accountant',
    name: ['Accountant', 'محاسب'],
    rowScope: 'school',
    added: [
      [
        ...reads('students', 'guardians', 'structure', 'finance', 'communication', 'billing'),
        'finance.write',
      ],
    ],
  },
  {
    code: 'guardian',
    name: ['Guardian', 'ولي أمر'],
    rowScope: 'own_children',
    added: [
      reads('students', 'structure', 'attendance', 'assessment', 'finance', 'communication'),
      [],
      [],
      ['excuses.write'],
    ],
  },
  {
    code: 'student',
    name: ['Student', 'طالب'],
    rowScope: 'self',
    added: [reads('students', 'structure', 'attendance', 'assessment', 'communication')],
  },
];

/** Every permission of the newest version of a template. */
export function permissionsOfTemplate(template: RoleTemplate): string[] {
  return template.added.flat();
}

/**
 * What the template gained after the version a role was made with and the role does not hold: the plain difference a
 * school is asked about. What a school took away from an older version stays away. Empty for a role of no template.
 */
export function newsOfTemplate(role: {
  templateCode: string | null;
  templateVersion: number;
  codes: Iterable<string>;
}): string[] {
  const template = ROLE_TEMPLATES.find(({ code }) => code === role.templateCode);
  const held = new Set(role.codes);
  return (template?.added.slice(role.templateVersion).flat() ?? []).filter((code) => !held.has(code));
}
