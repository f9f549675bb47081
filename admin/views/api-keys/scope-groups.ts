/** The groups of the permission choices, in the order of the page. */
export const SCOPE_GROUPS = ['people', 'teaching', 'money', 'messages', 'administration'] as const;
export type ScopeGroup = (typeof SCOPE_GROUPS)[number];

const GROUP_OF: Record<string, ScopeGroup> = {
  students: 'people',
  guardians: 'people',
  teachers: 'people',
  users: 'people',
  structure: 'teaching',
  attendance: 'teaching',
  assessment: 'teaching',
  finance: 'money',
  billing: 'money',
  communication: 'messages',
  messages: 'messages',
};

/** Permission codes by subject, empty groups left out; a code of a new subject comes under administration. */
export function groupScopes(codes: readonly string[]): { group: ScopeGroup; scopes: string[] }[] {
  return SCOPE_GROUPS.map((group) => ({
    group,
    scopes: codes.filter((code) => (GROUP_OF[code.split('.')[0] ?? ''] ?? 'administration') === group),
  })).filter(({ scopes }) => scopes.length > 0);
}
