import type { Field, FieldHook, PayloadRequest } from 'payload';
import { can, textField } from '../../tenancy/index.ts';

const QID = /^[23]\d{10}$/;

/**
 * The Qatar ID: a digit for the century, the year of birth, the nationality, a serial number. New arrivals have none for
 * months, so it is never required. Only who may change the record reads it, or may look for it.
 */
export function qidField(resource: 'students' | 'teachers'): Field {
  const mayRead = ({ req }: { req: PayloadRequest }) => can(req, `${resource}.write`);
  const field = textField('qid', ['Qatar ID (QID)', 'الرقم الشخصي القطري'], {
    maxLength: 11,
    validate: (value: string | null | undefined) =>
      !value || QID.test(value)
        ? true
        : 'A Qatar ID has 11 digits and begins with 2 or 3. / الرقم الشخصي القطري مكوّن من 11 رقمًا ويبدأ بـ 2 أو 3.',
  });
  return {
    ...field,
    access: { read: mayRead, create: mayRead, update: mayRead },
    hooks: { beforeValidate: [tidyQid] },
  } as Field;
}

// Digits of Arabic keyboards are folded; an emptied field is nothing, not an empty number that a second person would share.
const tidyQid: FieldHook = ({ value }) => {
  if (typeof value !== 'string') return value;
  const digits = value
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\s-]/g, '');
  return digits === '' ? null : digits;
};
