import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { KEPT_FROM } from './index.ts';

describe('totals of long lists', () => {
  let system: TestSystem;
  const schools: { school: TestSchool; admin: HttpClient; pupil: string }[] = [];

  beforeAll(async () => {
    system = await createTestSystem();
    for (const name of ['alpha', 'beta']) {
      const school = await system.addSchool(name);
      const { pupils } = await addClasses(system.admin, school);
      schools.push({
        school,
        admin: await school.signIn(await school.addUser('admin')),
        pupil: pupils[0]?.id ?? '',
      });
    }
  });
  afterAll(() => system.close());

  const at = (index: number) => {
    const found = schools[index];
    if (!found) throw new Error('The school is missing.');
    return found;
  };
  const addMarks = ({ school, pupil }: ReturnType<typeof at>, from: number, to: number, code = 'P') =>
    system.admin.query(
      `insert into attendance (tenant_id, student_id, date, code, status)
       select $1, $2, ('1998-12-31'::date + n)::text, $5, 'present' from generate_series($3::int, $4::int) n`,
      [school.tenant.id, pupil, from, to, code],
    );
  const total = async ({ admin }: ReturnType<typeof at>, filter = '') => {
    const answer = await admin.get(`/api/attendance?limit=5&depth=0${filter}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.json<{ totalDocs: number }>().totalDocs;
  };

  it('should keep a total of ten thousand for a while, of that school and that question alone', async () => {
    const [alpha, beta] = [at(0), at(1)];
    await addMarks(alpha, 1, KEPT_FROM);
    await addMarks(beta, 1, 7);
    expect(await total(alpha)).toBe(KEPT_FROM);
    expect(await total(beta)).toBe(7);
    await addMarks(alpha, KEPT_FROM + 1, KEPT_FROM + 3, 'A');
    expect(await total(alpha)).toBe(KEPT_FROM);
    expect(await total(alpha, '&where[code][equals]=A')).toBe(3);
    expect(await total(beta)).toBe(7);
  });

  it('should count a shorter list each time', async () => {
    const beta = at(1);
    await addMarks(beta, 8, 9);
    expect(await total(beta)).toBe(9);
    expect(await total(beta, '&where[code][equals]=P')).toBe(9);
    await addMarks(beta, 10, 10);
    expect(await total(beta)).toBe(10);
  });
});
