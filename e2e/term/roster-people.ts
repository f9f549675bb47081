/** A name in Latin and in Arabic letters. */
type Name = readonly [string, string];

const GIRLS: readonly Name[] = [
  ['Aisha', 'عائشة'],
  ['Fatima', 'فاطمة'],
  ['Hessa', 'حصة'],
  ['Latifa', 'لطيفة'],
  ['Maryam', 'مريم'],
  ['Noora', 'نورة'],
];
const BOYS: readonly Name[] = [
  ['Abdulla', 'عبدالله'],
  ['Hamad', 'حمد'],
  ['Jassim', 'جاسم'],
  ['Khalid', 'خالد'],
  ['Nasser', 'ناصر'],
  ['Yousef', 'يوسف'],
];
const FAMILIES: readonly Name[] = [
  ['Al-Kuwari', 'الكواري'],
  ['Al-Mansouri', 'المنصوري'],
  ['Al-Sulaiti', 'السليطي'],
];

export type RosterPupil = {
  id: string;
  given: Name;
  family: Name;
  number: string;
  sex: 'female' | 'male';
  /** The sourcedId of the homeroom. */
  homeroom: string;
};

/** Thirty pupils in three homerooms: twelve, ten and eight. Each name is there once, so that lists have one order. */
export const PUPILS: readonly RosterPupil[] = FAMILIES.flatMap((family, block) =>
  [...GIRLS, ...BOYS].slice(0, [12, 10, 8][block]).map((given, index) => ({
    id: `pupil-${block + 1}-${index + 1}`,
    given,
    family,
    number: `S-${block + 1}${String(index + 1).padStart(2, '0')}`,
    sex: index < GIRLS.length ? 'female' : 'male',
    homeroom: ['room-9a', 'room-9b', 'room-10a'][block] ?? '',
  })),
);

/** Who is away, who is late, and whose card is looked at: the first three of 9-A in the order of the class list. */
export const [LATE, AWAY, FIRST] = ['Abdulla', 'Aisha', 'Fatima'].map((given) => {
  const pupil = PUPILS.find((one) => one.homeroom === 'room-9a' && one.given[0] === given);
  if (!pupil) throw new Error(`Nobody in 9-A is called ${given}.`);
  return pupil;
}) as [RosterPupil, RosterPupil, RosterPupil];

export const TEACHERS = {
  huda: { id: 'teacher-1', given: ['Huda', 'هدى'], family: ['Saleh', 'صالح'] },
  salem: { id: 'teacher-2', given: ['Salem', 'سالم'], family: ['Nasser', 'ناصر'] },
  aisha: { id: 'teacher-3', given: ['Aisha', 'عائشة'], family: ['Khalid', 'خالد'] },
} as const satisfies Record<string, { id: string; given: Name; family: Name }>;

/** The father of the pupil who is away. */
export const FATHER = {
  id: 'parent-1',
  given: ['Hassan', 'حسن'],
  family: ['Al-Kuwari', 'الكواري'],
} as const satisfies { id: string; given: Name; family: Name };

/** The name of somebody as the panel shows it. */
export function nameIn(language: 'en' | 'ar', { given, family }: { given: Name; family: Name }): string {
  const at = language === 'ar' ? 1 : 0;
  return `${given[at]} ${family[at]}`;
}

/** The pupils of 9-A in the order of a class list in a language. */
export function classList(language: 'en' | 'ar'): RosterPupil[] {
  const { compare } = new Intl.Collator(language);
  return PUPILS.filter(({ homeroom }) => homeroom === 'room-9a').toSorted((one, other) =>
    compare(nameIn(language, one), nameIn(language, other)),
  );
}
