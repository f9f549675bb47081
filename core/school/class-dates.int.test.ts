import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';

type Board = { classes: { id: string; pupils: number }[] };
type Register = { pupils: { id: string }[] };

describe('who is in a class on a date', () => {
  let system: TestSystem;
  let school: TestSchool;
  let classes: SmallClasses;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    classes = await addClasses(system.admin, school);
    admin = await school.signIn(school.admin);
    const tenant = [school.tenant.id];
    await system.admin.query(
      "update academic_years set start_date = '2021-08-23', end_date = '2022-05-27', current = true where tenant_id = $1",
      tenant,
    );
    await system.admin.query(
      "update enrollments set start_date = '2021-08-23', end_date = '2022-05-27' where tenant_id = $1",
      tenant,
    );
    await system.admin.query(
      "update enrollments set end_date = '2022-01-31' where tenant_id = $1 and student_id = $2",
      [school.tenant.id, classes.pupils[0]?.id],
    );
  });
  afterAll(() => system.close());

  const pupilsOn = async (date: string) => {
    const register = await admin.get(`/api/register?kind=classroom&id=${classes.classroomId}&date=${date}`);
    const board = (await admin.get(`/api/register/classes?date=${date}`)).json<Board>();
    const count = register.json<Register>().pupils.length;
    expect(board.classes.find(({ id }) => id === classes.classroomId)?.pupils ?? 0).toBe(count);
    return count;
  };
  const all = () => classes.pupils.length;

  it('should follow the dates inside the year', async () => {
    expect(await pupilsOn('2021-08-22')).toBe(0);
    expect(await pupilsOn('2021-09-01')).toBe(all());
    expect(await pupilsOn('2022-02-01')).toBe(all() - 1);
  });

  it('should keep a class open after the last day while the year is the current one, without those who left', async () => {
    expect(await pupilsOn('2022-06-10')).toBe(all() - 1);
    expect(await pupilsOn('2026-11-22')).toBe(all() - 1);
  });

  it('should close it once the school moved on', async () => {
    await system.admin.query('update academic_years set current = false where tenant_id = $1', [
      school.tenant.id,
    ]);
    expect(await pupilsOn('2022-06-10')).toBe(0);
    expect(await pupilsOn('2022-05-27')).toBe(all() - 1);
  });
});
