import type pg from 'pg';
import { publishEvents } from '../../jobs/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import { type DayRule, DEFAULT_DAY_RULE } from './day-rule.ts';
import { DAY_RULE_CHANGED } from './threshold-events.ts';

/** How a school counts a day, and whose registers it waits for. */
export type AttendanceRule = DayRule & {
  expectsHomeroom: boolean;
  expectsLessons: boolean;
  /** HH:MM at the school: when the register of a homeroom is due. */
  homeroomDue: string;
  /** Minutes after which the teacher of a missing register is reminded; null: nobody is. */
  remindAfter: number | null;
};

export const DEFAULT_RULE: AttendanceRule = {
  ...DEFAULT_DAY_RULE,
  expectsHomeroom: true,
  expectsLessons: false,
  homeroomDue: '08:00',
  remindAfter: null,
};

/** The rule of the school of the scope. */
export async function readRule(client: Queryable): Promise<AttendanceRule> {
  const { rows } = await client.query('select * from attendance_rules');
  const [row] = rows;
  if (row === undefined) return DEFAULT_RULE;
  return {
    homeroomWins: row.homeroom_wins,
    absentLessons: row.absent_lessons,
    absentShare: row.absent_share,
    expectsHomeroom: row.expects_homeroom,
    expectsLessons: row.expects_lessons,
    homeroomDue: row.homeroom_due,
    remindAfter: row.remind_after,
  };
}

/** Keeps the rule. When it counts days otherwise, the days of the current years are derived again soon after. */
export async function saveRule(
  pool: pg.Pool,
  rule: AttendanceRule,
  actor: AuditEvent['actor'],
): Promise<AttendanceRule> {
  return inTransaction(pool, async (client) => {
    const before = await readRule(client);
    await client.query(
      `insert into attendance_rules (homeroom_wins, absent_lessons, absent_share, expects_homeroom, expects_lessons, homeroom_due, remind_after)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (tenant_id) do update set homeroom_wins = excluded.homeroom_wins, absent_lessons = excluded.absent_lessons,
         absent_share = excluded.absent_share, expects_homeroom = excluded.expects_homeroom, expects_lessons = excluded.expects_lessons,
         homeroom_due = excluded.homeroom_due, remind_after = excluded.remind_after, updated_at = now()`,
      [
        rule.homeroomWins,
        rule.absentLessons,
        rule.absentShare,
        rule.expectsHomeroom,
        rule.expectsLessons,
        rule.homeroomDue,
        rule.remindAfter,
      ],
    );
    const countsOtherwise = (['homeroomWins', 'absentLessons', 'absentShare'] as const).some(
      (name) => before[name] !== rule[name],
    );
    if (countsOtherwise) await publishEvents(client, [{ type: DAY_RULE_CHANGED, payload: {} }]);
    await recordAudit(client, {
      category: 'change',
      action: 'attendance.rule',
      actor,
      before,
      after: rule,
    });
    return rule;
  });
}
