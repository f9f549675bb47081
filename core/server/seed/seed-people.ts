import { displayNames, type NameParts } from '../../school/index.ts';
import type { NamePair } from '../demo/names.ts';
import {
  ARAB_BOYS,
  ARAB_FAMILIES,
  ARAB_GIRLS,
  OTHER_BOYS,
  OTHER_FAMILIES,
  OTHER_GIRLS,
} from './seed-names.ts';
import type { SchoolPlan } from './seed-plan.ts';
import { mix, numberSeries, pick, share } from './series.ts';

type Sex = 'male' | 'female';

export type SeedPerson = NameParts & { displayName: string; displayNameAr: string | null };

/** A name given to people, in Latin script and, where the family writes it, in Arabic. */
type Given = readonly [latin: string, arabic: string | undefined];

type Family = { arab: boolean; name: Given; father: Given; grandfather: Given };

/** The people of one school by their number; the same number is always the same person. */
export type SeedPeople = {
  student: (index: number) => SeedPerson & { sex: Sex; family: number };
  /** Two guardians a family: the father is even. */
  guardian: (index: number) => SeedPerson & { phone: string; language: 'ar' | 'en' };
  teacher: (index: number) => SeedPerson;
  families: number;
};

/**
 * Pupils in families of one to three, brothers and sisters in different grades; names of four parts in Arabic, and Latin
 * names alone for families from elsewhere, who are few in an Arabic school and many in an English one.
 */
export function seedPeople(plan: SchoolPlan): SeedPeople {
  const { students } = plan.size;
  const families = Math.max(1, Math.ceil(students * 0.55));
  const twos = Math.ceil(students * 0.3);
  const shareOfArabs = plan.locale === 'ar' ? 0.94 : 0.5;
  const draw = numberSeries(`${plan.key}:people`);
  // Draws of one person: its number in the upper part, which draw in the lower.
  const drawOf = (kind: number, index: number) => (which: number) => draw(mix(kind * 8 + which) ^ index);

  const family = (index: number): Family => {
    const next = drawOf(1, index);
    const arab = share(next(0)) < shareOfArabs;
    return {
      arab,
      name: arab ? pick(ARAB_FAMILIES, next(1)) : [pick(OTHER_FAMILIES, next(1)), undefined],
      father: arab ? pick(ARAB_BOYS, next(2)) : [pick(OTHER_BOYS, next(2)), undefined],
      grandfather: pick(ARAB_BOYS, next(3)),
    };
  };
  const called = ({ arab, name, father, grandfather }: Family, given: Given): SeedPerson => {
    const parts: NameParts = {
      givenName: given[0],
      middleName: arab ? `${father[0]} ${grandfather[0]}` : null,
      familyName: name[0],
      givenNameAr: given[1] ?? null,
      middleNameAr: arab ? `${father[1]} ${grandfather[1]}` : null,
      familyNameAr: name[1] ?? null,
    };
    return { ...parts, ...displayNames(parts) };
  };
  const givenName = (arab: boolean, sex: Sex, number: number): Given => {
    if (!arab) return [pick(sex === 'male' ? OTHER_BOYS : OTHER_GIRLS, number), undefined];
    const names: readonly [NamePair, ...NamePair[]] = sex === 'male' ? ARAB_BOYS : ARAB_GIRLS;
    return pick(names, number);
  };

  return {
    families,
    student: (index) => {
      // The first child of every family, then the second ones, then the third ones: grades apart.
      const order =
        index < families ? index : index < families + twos ? index - families : index - families - twos;
      const home = family(order);
      const next = drawOf(2, index);
      const sex = share(next(0)) < 0.5 ? 'male' : 'female';
      return { ...called(home, givenName(home.arab, sex, next(1))), sex, family: order };
    },
    guardian: (index) => {
      const home = family(Math.floor(index / 2));
      const next = drawOf(3, index);
      const isFather = index % 2 === 0;
      // A mother keeps the names of her own father.
      const own = isFather
        ? { ...home, father: home.grandfather, grandfather: pick(ARAB_BOYS, next(0)) }
        : { ...family(plan.size.students + index), arab: home.arab, name: home.name };
      const father: Given = home.arab ? pick(ARAB_BOYS, next(1)) : own.father;
      const given = isFather ? home.father : givenName(home.arab, 'female', next(2));
      const number = 30_000_000 + (next(3) % 49_999_999);
      return {
        ...called({ ...own, father: isFather ? own.father : father }, given),
        phone: `+974${number}`,
        language: home.arab && share(next(4)) < 0.75 ? 'ar' : 'en',
      };
    },
    teacher: (index) => {
      const home = family(students * 4 + index);
      const next = drawOf(4, index);
      return called(home, givenName(home.arab, share(next(0)) < 0.4 ? 'male' : 'female', next(1)));
    },
  };
}
