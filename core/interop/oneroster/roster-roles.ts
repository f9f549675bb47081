import type { RosterContext, UserRole } from './roster-context.ts';

const FAMILY = new Set(['parent', 'guardian', 'relative']);

function rolesOf(context: RosterContext, id: string): readonly UserRole[] {
  return context.rolesByUser.get(id) ?? [];
}

/** Parent, guardian or relative; also someone with only own `ext:` roles whom a pupil is linked to. */
export function isGuardian(context: RosterContext, id: string): boolean {
  const roles = rolesOf(context, id);
  if (roles.some(({ role }) => FAMILY.has(role))) return true;
  return (
    roles.length > 0 && roles.every(({ role }) => role.startsWith('ext:')) && context.relatedToPupil.has(id)
  );
}

export function isStudent(context: RosterContext, id: string): boolean {
  return rolesOf(context, id).some(({ role }) => role === 'student');
}

/** Roles at the school other than teacher. */
export function staffRoles(context: RosterContext, id: string): UserRole[] {
  const isExtFamily = isGuardian(context, id);
  return rolesOf(context, id).filter(
    ({ role }) =>
      role !== '' &&
      role !== 'student' &&
      role !== 'teacher' &&
      !FAMILY.has(role) &&
      !(isExtFamily && role.startsWith('ext:')),
  );
}

/** The role teacher, or other staff who teach a class. */
export function isTeacher(context: RosterContext, id: string): boolean {
  if (rolesOf(context, id).some(({ role }) => role === 'teacher')) return true;
  return context.teaching.has(id) && staffRoles(context, id).length > 0;
}
