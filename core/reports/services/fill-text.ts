/** What a sentence of the bank is filled with. */
export type TextPupil = { name: string; sex: 'male' | 'female' | null };

/**
 * A sentence of the comments bank for one pupil. `{name}` is the name; `{he|she}` is chosen by the sex, and a third form,
 * where there is one, stands for a pupil of whom it is not known (without it the first does).
 */
export function fillComment(text: string, { name, sex }: TextPupil): string {
  return text.replace(/\{([^{}]*)\}/g, (whole, inner: string) => {
    if (inner === 'name') return name;
    const forms = inner.split('|');
    if (forms.length < 2) return whole;
    const [male = '', female = '', either = male] = forms;
    return sex === 'female' ? female : sex === 'male' ? male : either;
  });
}

/** Fills `{placeholders}`; a part in square brackets is left out when one of its values is missing. */
export function fillCertificate(text: string, values: Record<string, string | null | undefined>): string {
  const textFor = (key: string) => values[key]?.trim() || undefined;
  const keysOf = (part: string) => [...part.matchAll(/\{(\w+)\}/g)].map(([, key = '']) => key);
  return text
    .replace(/\[([^[\]]*)\]/g, (_, part: string) => (keysOf(part).every((key) => textFor(key)) ? part : ''))
    .replace(/\{(\w+)\}/g, (_, key: string) => textFor(key) ?? '–');
}
