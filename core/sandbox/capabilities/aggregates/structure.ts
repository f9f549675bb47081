/** No number is told about fewer pupils. */
export const MIN_PUPILS = 10;

/** Where a pupil belongs in a year: a class, or those of a grade who have none. `bySex` counts its pupils. */
export type Unit = { id: string; gradeId: string | null; bySex: Record<string, number> };

/**
 * The groups of a school for one year. Units make up blocks, and blocks parts: a part is the smallest group that any answer
 * is made of. Parts have no pupil in common, and each had at least 10 pupils when it was made. `sex` is missing where a
 * block could not be divided without making a part too small.
 */
export type Structure = {
  units: { id: string; gradeId: string | null; block: number }[];
  parts: { id: string; block: number; sex?: string }[];
};

/** What is counted into a part: pupils of a unit, of one sex or, without one, all. */
export type PartOfUnit = { unit: string; sex: string | null; part: string };

/**
 * Groups units into blocks of at least 10 pupils. A class that is too small goes together with others of its grade, and
 * takes the next smallest along until they are enough; what is still too few joins across grades in the same way. Pupils
 * of a school of fewer than 10 are in no block.
 */
export function structureOf(units: Unit[]): Structure {
  const grades = Map.groupBy(units.filter(isInhabited), (unit) => unit.gradeId);
  const left: Unit[] = [];
  const blocks: Unit[][] = [];
  for (const inGrade of grades.values()) {
    const { whole, rest } = mergeSmall(inGrade.map((unit) => [unit]));
    blocks.push(...whole);
    left.push(...rest.flat());
  }
  const { whole, rest } = mergeSmall([...blocks, ...(left.length > 0 ? [left] : [])]);
  return rest.length > 0 ? { units: [], parts: [] } : withBlocks({ units: [], parts: [] }, whole);
}

/** The structure with a block for each new class of at least 10 pupils. What is there stays as it is for the year. */
export function extendStructure(structure: Structure, units: Unit[]): Structure {
  const known = new Set(structure.units.map((unit) => unit.id));
  const added = units.filter((unit) => !known.has(unit.id) && sizeOf([unit]) >= MIN_PUPILS);
  return withBlocks(
    structure,
    added.map((unit) => [unit]),
  );
}

/** Which pupils of which units are counted into which part. */
export function partsOfUnits({ units, parts }: Structure): PartOfUnit[] {
  return units.flatMap((unit) =>
    parts
      .filter((part) => part.block === unit.block)
      .map((part) => ({ unit: unit.id, sex: part.sex ?? null, part: part.id })),
  );
}

/** `whole` are enough by themselves or together; `rest` is what stays too few even all together. */
function mergeSmall(groups: Unit[][]): { whole: Unit[][]; rest: Unit[][] } {
  const bySize = [...groups].sort((a, b) => sizeOf(a) - sizeOf(b) || (idOf(a) < idOf(b) ? -1 : 1));
  const merged: Unit[] = [];
  while (bySize[0] && (sizeOf(bySize[0]) < MIN_PUPILS || (merged.length > 0 && sizeOf(merged) < MIN_PUPILS)))
    merged.push(...(bySize.shift() ?? []));
  if (merged.length === 0) return { whole: bySize, rest: [] };
  return sizeOf(merged) < MIN_PUPILS
    ? { whole: bySize, rest: [merged] }
    : { whole: [...bySize, merged], rest: [] };
}

function withBlocks(structure: Structure, blocks: Unit[][]): Structure {
  const first = Math.max(0, ...structure.units.map((unit) => unit.block)) + 1;
  return {
    units: [
      ...structure.units,
      ...blocks.flatMap((block, index) =>
        block.map(({ id, gradeId }) => ({ id, gradeId, block: first + index })),
      ),
    ],
    parts: [...structure.parts, ...blocks.flatMap((block, index) => divideBySex(block, first + index))],
  };
}

// A block of one sex, or of enough of each, is told by sex; where one boy is in a class of girls it is not.
function divideBySex(units: Unit[], block: number): Structure['parts'] {
  const counts = new Map<string, number>();
  for (const { bySex } of units)
    for (const [sex, count] of Object.entries(bySex)) counts.set(sex, (counts.get(sex) ?? 0) + count);
  const sexes = [...counts].filter(([, count]) => count > 0);
  if (sexes.some(([, count]) => count < MIN_PUPILS)) return [{ id: `${block}`, block }];
  return sexes.map(([sex]) => ({ id: `${block}:${sex}`, block, sex }));
}

function sizeOf(units: Unit[]): number {
  return units.reduce((sum, unit) => sum + Object.values(unit.bySex).reduce((a, b) => a + b, 0), 0);
}

const isInhabited = (unit: Unit) => sizeOf([unit]) > 0;
const idOf = (units: Unit[]) => units[0]?.id ?? '';
