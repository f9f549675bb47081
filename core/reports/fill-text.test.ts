import { describe, expect, it } from 'vitest';
import { fillCertificate, fillComment } from './services/fill-text.ts';

describe('fillComment', () => {
  const text = '{name}: {He|She|The student} works. {him|her}';

  it.each([
    ['male', 'Ali: He works. him'],
    ['female', 'Ali: She works. her'],
    [null, 'Ali: The student works. him'],
  ] as const)('should choose the forms of a %s pupil', (sex, expected) => {
    expect(fillComment(text, { name: 'Ali', sex })).toBe(expected);
  });

  it('should choose Arabic forms and leave what is no placeholder', () => {
    const pupil = { name: 'ليلى', sex: 'female' } as const;
    expect(fillComment('{أتقن|أتقنت} {name} المادة {5/10}', pupil)).toBe('أتقنت ليلى المادة {5/10}');
  });

  it('should set a name as it is, even one that looks like a placeholder or a pattern', () => {
    expect(fillComment('{name} {a|b}', { name: '{x|y} $& $1', sex: 'male' })).toBe('{x|y} $& $1 a');
  });
});

describe('fillCertificate', () => {
  const text = 'I certify {name}[, born {birthDate}], at {school}[ in {grade}, {room}].';

  it('should leave out a part whose value is missing, and keep the sentence whole', () => {
    expect(fillCertificate(text, { name: 'A', school: 'S', birthDate: '', grade: 'G', room: null })).toBe(
      'I certify A, at S.',
    );
    expect(fillCertificate(text, { name: 'A', school: 'S', birthDate: 'D', grade: 'G', room: 'R' })).toBe(
      'I certify A, born D, at S in G, R.',
    );
  });
});
