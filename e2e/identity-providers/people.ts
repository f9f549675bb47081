/** Somebody an identity provider of the tests knows. */
export type Person = {
  id: string;
  email: string;
  emailVerified: boolean;
  name: string;
  locale: 'en' | 'ar';
  groups: string[];
};

/** People of a school called alnoor, as its directory has them. */
export const PEOPLE: Person[] = [
  {
    id: 'p-100',
    email: 'mariam@alnoor.example',
    emailVerified: true,
    name: 'مريم الكواري',
    locale: 'ar',
    groups: ['teachers', 'everyone'],
  },
  {
    id: 'p-101',
    email: 'adam@alnoor.example',
    emailVerified: true,
    name: 'Adam Reyes',
    locale: 'en',
    groups: ['it-admins', 'everyone'],
  },
  {
    id: 'p-102',
    email: 'visitor@elsewhere.example',
    emailVerified: false,
    name: 'A Visitor',
    locale: 'en',
    groups: ['everyone'],
  },
];

/** The page on which a provider of the tests asks who is there: one button a person. */
export function choicePage(action: string, title: string, hidden: Record<string, string> = {}): string {
  const fields = Object.entries(hidden)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${asAttribute(value)}">`)
    .join('');
  const buttons = PEOPLE.map(
    ({ id, name }) => `<p><button name="person" value="${id}">${name} (${id})</button></p>`,
  ).join('');
  return `<!doctype html><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>
<form method="post" action="${asAttribute(action)}">${fields}${buttons}</form>`;
}

export function asAttribute(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
