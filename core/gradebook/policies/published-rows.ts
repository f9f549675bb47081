import { visibleStudentIds } from '../../school/index.ts';
import { grantsOf, type RowRule } from '../../tenancy/index.ts';

/**
 * Row rule of results: the pupils the viewer may see; families and pupils moreover only what was published, which
 * `publishedField` tells.
 */
export function publishedToFamilies(studentField: string, publishedField: string): RowRule {
  return async (req) => {
    const [{ rowScope }, students] = await Promise.all([grantsOf(req), visibleStudentIds(req)]);
    if (students === 'all') return true;
    const own = { [studentField]: { in: students } };
    if (rowScope === 'own_classes') return own;
    return { and: [own, { [publishedField]: { exists: true } }] };
  };
}
