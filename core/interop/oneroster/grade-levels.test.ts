import { describe, expect, it } from 'vitest';
import { CEDS_GRADES, gradeLevelOf, normaliseGrade } from './grade-levels.ts';

describe('grade levels', () => {
  it('should stand in the order of school life', () => {
    const codes = [...CEDS_GRADES.values()].sort((a, b) => a.order - b.order).map((grade) => grade.code);
    const numbers = Array.from({ length: 13 }, (_, index) => String(index + 1).padStart(2, '0'));
    expect(codes).toEqual(['IT', 'PR', 'PK', 'TK', 'KG', ...numbers, 'PS', 'UG']);
  });

  it.each([
    ['9', '09'],
    ['09', '09'],
    ['٩', '09'],
    ['Grade 10', '10'],
    ['kg', 'KG'],
    ['K', 'KG'],
    ['14', '14'],
    ['KG1', 'KG1'],
  ])('should write %s as %s', (raw, code) => {
    expect(normaliseGrade(raw)).toBe(code);
  });

  it('should keep an unknown code as its own title, behind the others', () => {
    expect(gradeLevelOf('KG1')).toMatchObject({ titleEn: 'KG1', titleAr: 'KG1' });
    expect(gradeLevelOf('KG1').order).toBeGreaterThan(gradeLevelOf('UG').order);
    expect(gradeLevelOf('09')).toMatchObject({ titleEn: 'Grade 9', titleAr: 'الصف التاسع' });
  });
});
