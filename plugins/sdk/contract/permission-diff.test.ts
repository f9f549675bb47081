import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConsentSet, diffConsent } from './permission-diff.ts';

const purpose = { en: 'Test.', ar: 'اختبار.' };
const students = (fields: string[], why = purpose) => ({
  capability: 'students.read',
  dataClass: 'student_name',
  fields,
  purpose: why,
});
const set = (more: Partial<ConsentSet> = {}): ConsentSet => ({
  permissions: [],
  egress: [],
  meters: [],
  ...more,
});

describe('the difference between what was accepted and what a version asks for', () => {
  it('should be nothing for the same set in another order', () => {
    const names = ['displayName', 'givenName', 'familyName', 'birthDate'];
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 4 }), (fields) => {
        const before = set({
          permissions: [students(names), { capability: 'kv', purpose }],
          meters: ['a', 'b'],
        });
        const after = set({
          permissions: [{ capability: 'kv', purpose }, students(fields)],
          meters: ['b', 'a'],
        });
        expect(diffConsent(before, after)).toEqual({ added: [], removed: [], needsConsent: false });
      }),
    );
  });

  it('should name a new permission, field, host and meter in plain words in both languages', () => {
    const { added, needsConsent } = diffConsent(
      set({ permissions: [students(['displayName'])] }),
      set({
        permissions: [students(['displayName', 'birthDate']), { capability: 'sms.send', purpose }],
        egress: [{ host: 'api.partner.qa', purpose }],
        meters: ['letters'],
      }),
      { letters: { en: 'letters sent', ar: 'الرسائل المرسلة' } },
    );
    expect(needsConsent).toBe(true);
    expect(added.map(({ kind, name, sentence }) => [kind, name, sentence.en])).toEqual([
      ['fields', 'students.read', 'When it may read students, it now also sees: date of birth.'],
      ['host', 'api.partner.qa', 'It now sends data to api.partner.qa.'],
      ['meter', 'letters', 'It now also bills by: letters sent.'],
      ['permission', 'sms.send', 'It can now send text messages to guardians.'],
    ]);
    expect(added.map(({ sentence }) => sentence.ar)).toEqual([
      'عند قراءة بيانات الطلاب أصبحت ترى أيضًا: تاريخ الميلاد.',
      'أصبحت ترسل بيانات إلى \u2068api.partner.qa\u2069.',
      'أصبحت تحتسب التكلفة أيضًا بحسب: الرسائل المرسلة.',
      'تستطيع الآن إرسال رسائل نصية إلى أولياء الأمور.',
    ]);
  });

  it('should ask for nothing when a version gives something up, and say what', () => {
    const difference = diffConsent(
      set({ permissions: [students(['displayName', 'sex'])], meters: ['a'] }),
      set({ permissions: [students(['displayName'])] }),
    );
    expect(difference.needsConsent).toBe(false);
    expect(difference.removed.map(({ sentence }) => sentence.en)).toEqual([
      'It no longer sees: sex.',
      'It no longer bills by: a.',
    ]);
  });

  it('should ask again for another purpose of the same data', () => {
    const other = { en: 'To sell it.', ar: 'لبيعها.' };
    const { added } = diffConsent(
      set({ permissions: [students(['displayName'])] }),
      set({ permissions: [students(['displayName'], other)] }),
    );
    expect(added).toMatchObject([{ kind: 'purpose', name: 'students.read', purpose: other }]);
  });

  it.each([
    ['*.partner.qa', 'api.partner.qa', false],
    ['*.partner.qa', 'a.b.partner.qa', true],
    ['api.partner.qa', '*.partner.qa', true],
    ['*.partner.qa', 'partner.qa', true],
    ['partner.qa', 'evilpartner.qa', true],
  ])('should know what %s already allows of %s', (known, host, asks) => {
    const { needsConsent } = diffConsent(
      set({ egress: [{ host: known, purpose }] }),
      set({ egress: [{ host, purpose }] }),
    );
    expect(needsConsent).toBe(asks);
  });

  it('should never miss what an add-on gains, whatever it had', () => {
    const all = ['displayName', 'givenName', 'familyName', 'birthDate', 'sex'];
    fc.assert(
      fc.property(fc.subarray(all, { minLength: 1 }), fc.subarray(all, { minLength: 1 }), (had, wants) => {
        const gains = wants.filter((field) => !had.includes(field)).sort();
        const { added } = diffConsent(
          set({ permissions: [students(had)] }),
          set({ permissions: [students(wants)] }),
        );
        expect(added.flatMap((change) => change.fields ?? [])).toEqual(gains);
      }),
    );
  });
});
