import { deterministicId } from '../../kernel/index.ts';
import { displayNames } from '../../school/index.ts';
import { BOYS, FAMILIES, GIRLS, type NamePair } from './names.ts';

export type DemoPerson = {
  id: string;
  given: NamePair;
  father: NamePair;
  family: NamePair;
  displayName: string;
  displayNameAr: string | null;
};

export type DemoPupil = DemoPerson & {
  sex: 'male' | 'female';
  grade: number;
  birthDate: string;
  number: string;
  parents: [DemoParent, DemoParent];
};
export type DemoParent = DemoPerson & { phone: string; language: 'en' | 'ar'; relation: 'father' | 'mother' };

/** A generator of numbers in [0, 1) that gives the same row for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Pupils of one school with their parents; brothers and sisters share theirs. Deterministic by the school's name. */
export function demoPupils(
  school: string,
  perGrade: number,
  grades: number,
  firstPhone: number,
): DemoPupil[] {
  const random = seededRandom(firstPhone);
  const pick = (list: readonly NamePair[]): NamePair => list[Math.floor(random() * list.length)] ?? BOYS[0];
  const pupils: DemoPupil[] = [];
  let phone = firstPhone;
  let family: { name: NamePair; father: NamePair; parents: [DemoParent, DemoParent] } | undefined;
  for (let grade = 1; grade <= grades; grade += 1) {
    for (let seat = 1; seat <= perGrade; seat += 1) {
      if (family === undefined || random() < 0.8) {
        const [name, father] = [pick(FAMILIES), pick(BOYS)];
        const parent = (relation: 'father' | 'mother', given: NamePair): DemoParent => {
          phone += 1;
          const language = random() < 0.6 ? 'ar' : 'en';
          return {
            ...person(`${school}:guardian:${phone}`, given, pick(BOYS), name),
            phone: `+974${phone}`,
            language,
            relation,
          };
        };
        family = { name, father, parents: [parent('father', father), parent('mother', pick(GIRLS))] };
      }
      const sex = random() < 0.5 ? 'male' : 'female';
      const given = pick(sex === 'male' ? BOYS : GIRLS);
      const number = `${school.slice(0, 2).toUpperCase()}-${grade}${String(seat).padStart(3, '0')}`;
      const month = String(1 + Math.floor(random() * 12)).padStart(2, '0');
      const day = String(1 + Math.floor(random() * 28)).padStart(2, '0');
      const birthDate = `${2021 - grade}-${month}-${day}`;
      pupils.push({
        ...person(`${school}:student:${number}`, given, family.father, family.name),
        sex,
        grade,
        birthDate,
        number,
        parents: family.parents,
      });
    }
  }
  return pupils;
}

/** Somebody with a name in both scripts and an id made of the key. */
export function person(key: string, given: NamePair, father: NamePair, family: NamePair): DemoPerson {
  const names = displayNames({
    givenName: given[0],
    familyName: family[0],
    givenNameAr: given[1],
    middleNameAr: father[1],
    familyNameAr: family[1],
  });
  return { id: deterministicId(key), given, father, family, ...names };
}
