import { grantsOf, idOf, type RowRule, viewerOf } from '../../tenancy/index.ts';

/** Row rule of absences: the office sees all, a teacher the own ones, everybody else none. */
export const ownAbsences: RowRule = async (req) => {
  const { rowScope } = await grantsOf(req);
  if (rowScope === 'school') return true;
  const teacher = idOf(viewerOf(req)?.teacher);
  return { teacher: { in: rowScope === 'own_classes' && teacher ? [teacher] : [] } };
};
