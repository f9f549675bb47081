import { grantsOf, type RowRule } from '../../tenancy/index.ts';

/** Row rule of what all classes share: written only by people whose role sees the whole school. */
export const wholeSchool: RowRule = async (req) =>
  (await grantsOf(req)).rowScope === 'school' ? true : { id: { in: [] } };
