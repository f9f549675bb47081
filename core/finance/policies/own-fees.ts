import { ownStudents } from '../../school/index.ts';
import { grantsOf, type RowRule } from '../../tenancy/index.ts';

/** Money of the visible pupils. */
export const ownFees: RowRule = ownStudents('student');

/** Bills of the visible pupils; a family does not see what the office is still drafting. */
export const ownInvoices: RowRule = async (req) => {
  const own = await ownFees(req);
  const { rowScope } = await grantsOf(req);
  const isFamily = rowScope === 'own_children' || rowScope === 'self';
  return isFamily && typeof own === 'object' ? { ...own, status: { in: ['open', 'paid', 'void'] } } : own;
};
