import { describe, expect, it } from 'vitest';
import { termTitle } from './term-title.ts';

describe('termTitle', () => {
  it.each([
    ['Semester 1', 'الفصل الدراسي الأول'],
    ['term 3', 'الفترة الدراسية الثالثة'],
    ['Quarter 4', 'الربع الرابع'],
    ['Autumn', 'Autumn'],
    ['الفصل الأول', 'الفصل الأول'],
  ])('should say %s in Arabic where it is a usual title', (title, expected) => {
    expect(termTitle(title)).toEqual({ en: title, ar: expected });
  });
});
