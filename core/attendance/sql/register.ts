import { pupilsOfClassroom, pupilsOfOffering } from '../../school/index.ts';
import { keepDays } from './days.ts';

// The register of a class on a date, read and written in one statement each. All run under the school's scope.

type Kind = 'classroom' | 'offering';

const ownGroup = (kind: Kind) => (kind === 'classroom' ? 'null::uuid' : '$1::uuid');
// Homeroom and lesson group of the register $1.
const classOf = (kind: Kind) => (kind === 'classroom' ? '$1::uuid, null::uuid' : 'null::uuid, $1::uuid');

/**
 * $1 class, $2 date, $3 number of the lesson in the day (0 for none). The pupils with the mark of that register, if there
 * is one, in the order of a class list; what the last register before it said of them that day; and whether the family's
 * excuse for the day was accepted.
 */
export const readRegister = (kind: Kind): string => `
  select s.id, s.display_name, s.display_name_ar, s.admission_number, a.code, a.minutes, a.note, a.status, a.classroom_id,
         e.code as earlier_code, e.period_number as earlier_period,
         exists (select from attendance_excuses x where x.student_id = s.id and x.status = 'accepted'
                    and $2 between x.first_date and x.last_date) as excused
    from (${kind === 'classroom' ? pupilsOfClassroom('$1') : pupilsOfOffering('$1')}) p
    join students s on s.id = p.student_id and s.status = 'active'
    left join attendance a on a.student_id = s.id and a.date = $2 and a.period_number = $3
         and a.class_offering_id is not distinct from ${ownGroup(kind)}
    left join lateral (
      select b.code, b.period_number from attendance b
       where b.student_id = s.id and b.date = $2 and ${kind === 'classroom' ? 'false' : 'true'}
         and (b.class_offering_id is null or (b.period_number > 0 and b.period_number < $3))
       order by b.period_number desc limit 1) e on true
   order by s.display_name, s.id`;

/**
 * $1 pupils. Until the transaction ends nobody else writes marks of these pupils: a day is derived from all its registers,
 * and two of them may be saved at once. A statement of its own, because what is read with the lock may be older than it.
 */
export const LOCK_PUPILS = 'select from students where id = any($1::uuid[]) order by id for no key update';

/**
 * Everything that saving a register needs to know, in one statement: $1 class, $2 date, $3 lesson. The pupils as in the
 * register, each with the day as it was derived before and the marks of the other registers; the name of the class, the
 * school's codes and rule, whether it counts against thresholds, the closed term of the date, and the revision of the register.
 */
export const readForSave = (kind: Kind): string => `
  select (select jsonb_agg(to_jsonb(p) || jsonb_build_object('day', d.day, 'others', o.marks) order by p.display_name, p.id)
            from (${readRegister(kind)}) p
            left join lateral (
              select jsonb_build_object('status', t.status, 'excused', t.excused) as day
                from attendance_days t where t.student_id = p.id and t.date = $2) d on true
            left join lateral (
              select jsonb_agg(jsonb_build_object('code', b.code, 'status', b.status, 'minutes', b.minutes,
                       'isHomeroom', b.class_offering_id is null, 'excused', coalesce(c.excused, false),
                       'classroom', b.classroom_id)) as marks
                from attendance b left join attendance_codes c on c.code = b.code
               where b.student_id = p.id and b.date = $2
                 and (b.period_number <> $3 or b.class_offering_id is distinct from ${ownGroup(kind)})) o on true) as pupils,
         (select jsonb_agg(jsonb_build_object('code', code, 'status', status, 'excused', excused, 'minutes', default_minutes)
                   order by "order", id) from attendance_codes) as codes,
         (select title from ${kind === 'classroom' ? 'classrooms' : 'class_offerings'} where id = $1) as title,
         (select to_jsonb(r) from attendance_rules r) as rule,
         exists (select from attendance_threshold_rules where active) as counts,
         (select title from terms where attendance_closed and $2 between start_date and end_date limit 1) as closed_term,
         (select revision from attendance_registers where date = $2 and period_number = $3
             and (classroom_id, class_offering_id) is not distinct from (${classOf(kind)})) as revision`;

/**
 * Saves a register: $1 class, $2 date, $3 lesson, $4 user, $5 the revision the editor saw (0 for none), $6 the marks that
 * changed, $7 those of them that were saved before, $8 their days, all three as JSON, $9 the reason. The revision, the marks,
 * the history and the days are one statement. No row when somebody else saved in the meantime; nothing is written then.
 */
export const keepRegister = (kind: Kind): string => `
  with taken as (
    insert into attendance_registers (date, classroom_id, class_offering_id, period_number, revision, taken_by_id)
    select $2, ${classOf(kind)}, $3, 1, $4::uuid
    on conflict (tenant_id, date, classroom_id, class_offering_id, period_number) do update
       set revision = attendance_registers.revision + 1, taken_by_id = excluded.taken_by_id, updated_at = now()
     where attendance_registers.revision = $5
    returning id, revision),
  kept as (
    insert into attendance (student_id, date, classroom_id, class_offering_id, period_number, code, status, minutes, note, recorded_by_id)
    select student, $2, ${classOf(kind)}, $3, code, status::enum_attendance_status, minutes, note, $4::uuid
      from taken, jsonb_to_recordset($6::jsonb) as m(student uuid, code text, status text, minutes int, note text)
    on conflict (tenant_id, student_id, date, class_offering_id, period_number) do update
       set code = excluded.code, status = excluded.status, minutes = excluded.minutes, note = excluded.note,
           recorded_by_id = excluded.recorded_by_id, classroom_id = excluded.classroom_id, updated_at = now()),
  corrected as (
    insert into attendance_corrections (student_id, date, classroom_id, class_offering_id, period_number, from_code,
           from_minutes, to_code, to_minutes, user_id, reason)
    select c.student, $2, ${classOf(kind)}, $3, c."from", c."fromMinutes", c."to", c."toMinutes", $4::uuid, $9
      from taken, jsonb_to_recordset($7::jsonb) as c(student uuid, "from" text, "fromMinutes" int, "to" text, "toMinutes" int)),
  derived as (${keepDays('$8', 'taken')})
  select id, revision from taken`;
