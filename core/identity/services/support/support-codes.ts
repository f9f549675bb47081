/**
 * What support may look at. A list of what is open and not of what is closed: a permission made tomorrow is closed to
 * support until somebody writes it here. The trail of the school's people, keys and sign-in secrets are not in it.
 */
const LOOKS = [
  ...['students', 'guardians', 'teachers', 'structure', 'attendance', 'assessment', 'finance'],
  ...['communication', 'messages', 'users', 'roles', 'imports', 'addons', 'billing'],
].map((resource) => `${resource}.read`);

/** What support may change when the school said so: the school's records; never accounts, roles, money or add-ons. */
const CHANGES = ['students', 'guardians', 'teachers', 'structure', 'attendance', 'assessment'].map(
  (resource) => `${resource}.write`,
);

/** The permission codes of a support session. */
export function supportCodes(mayWrite: boolean): readonly string[] {
  return mayWrite ? [...LOOKS, ...CHANGES] : LOOKS;
}
