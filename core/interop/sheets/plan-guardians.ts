import { foldText } from '../oneroster/index.ts';
import { hasAll, type PlanContext, type Planner, report, textOf } from './plan-context.ts';
import { fillDisplayNames, nameColumns, withNames } from './plan-students.ts';
import type { Plan } from './planned-records.ts';
import { loadRecords, type StoredRecord } from './sheet-tables.ts';
import type { ReadRow } from './sheet-types.ts';

/**
 * Guardians and their links to pupils. A guardian has no number, so two rows are the same person only when the first name is
 * the same and so is the mobile number or the e-mail address, or when the whole name is the same and both are guardians
 * of the same pupil. A family name alone never joins two people.
 */
export const planGuardians: Planner = async (rows, context, plan) => {
  const students = await studentsByNumber(context, rows);
  const links = await loadRecords(context.client, 'student_guardians', 'r.student_id = any($1::uuid[])', [
    [...students.values()],
  ]);
  const linked = new Map(links.map((link) => [`${link.values.student_id} ${link.values.guardian_id}`, link]));
  const candidates = await loadCandidates(context, rows, links);
  for (const row of rows) {
    const named = withNames(row);
    const contact = contactOf(row);
    const studentId = studentOf(context, row, students);
    if (studentId === false) continue;
    const keys = keysOf(named, contact, studentId);
    const planned = keys.map((key) => plan.find('guardians', key)).find((record) => record !== undefined);
    const stored =
      planned?.stored ?? keys.map((key) => candidates.get(key)).find((record) => record !== undefined);
    const key =
      keys.find((one) => plan.find('guardians', one)) ??
      (stored ? `id ${stored.id}` : (keys[0] ?? `row ${row.number}`));
    if (!planned && !stored && !hasAll(context, named, ['givenName', 'familyName'])) continue;
    if (!planned && !stored && !contact.phone && !contact.email)
      report(context, row, 'phone', 'guardian_no_contact', {}, 'warning');
    const isNew = !planned && !stored;
    const record = plan.put('guardians', key, stored, {
      ...nameColumns(named),
      phone: contact.phone,
      phone_as_given: contact.unclear,
      email: contact.email,
      language: textOf(row, 'language') ?? (isNew ? context.language : undefined),
      active: row.values.active ?? (isNew ? true : undefined),
    });
    fillDisplayNames(record);
    // The next rows find this guardian by whatever they share with it.
    for (const other of keys) plan.alias('guardians', other, record);
    if (studentId) planLink(plan, row, `${studentId} ${record.id}`, linked);
  }
};

type Contact = {
  readonly phone: string | undefined;
  readonly unclear: string | undefined;
  readonly email: string | undefined;
};

function contactOf(row: ReadRow): Contact {
  const phone = textOf(row, 'phone');
  const isUnclear = phone?.startsWith('?') === true;
  return {
    phone: isUnclear ? undefined : phone,
    unclear: isUnclear ? phone?.slice(1) : undefined,
    email: textOf(row, 'email'),
  };
}

function keysOf(row: ReadRow, { phone, email }: Contact, studentId: string | undefined): string[] {
  const names = (['givenName', 'givenNameAr'] as const).flatMap((field) => {
    const name = textOf(row, field);
    return name === undefined ? [] : [foldText(name)];
  });
  const whole = foldText(`${textOf(row, 'givenName') ?? ''} ${textOf(row, 'familyName') ?? ''}`);
  return [
    ...new Set(
      names.flatMap((name) => [
        ...(phone ? [`phone ${phone} ${name}`] : []),
        ...(email ? [`email ${email.toLowerCase()} ${name}`] : []),
      ]),
    ),
    ...(studentId ? [`child ${studentId} ${whole}`] : []),
  ];
}

async function loadCandidates(
  context: PlanContext,
  rows: readonly ReadRow[],
  links: readonly StoredRecord[],
): Promise<Map<string, StoredRecord>> {
  const contacts = rows.map(contactOf);
  const records = await loadRecords(
    context.client,
    'guardians',
    'r.phone = any($1) or lower(r.email) = any($2) or r.id = any($3::uuid[])',
    [
      contacts.flatMap(({ phone }) => phone ?? []),
      contacts.flatMap(({ email }) => email?.toLowerCase() ?? []),
      links.map((link) => link.values.guardian_id),
    ],
  );
  const childrenOf = new Map<string, string[]>();
  for (const { values } of links) {
    const guardian = String(values.guardian_id);
    childrenOf.set(guardian, [...(childrenOf.get(guardian) ?? []), String(values.student_id)]);
  }
  const found = new Map<string, StoredRecord>();
  for (const record of records) {
    const { given_name, given_name_ar, family_name, phone, email } = record.values as Record<
      string,
      string | null
    >;
    const row: ReadRow = {
      number: 0,
      values: {
        givenName: given_name ?? undefined,
        givenNameAr: given_name_ar ?? undefined,
        familyName: family_name ?? undefined,
      },
    };
    const contact = { phone: phone ?? undefined, email: email ?? undefined, unclear: undefined };
    for (const student of [undefined, ...(childrenOf.get(record.id) ?? [])])
      for (const key of keysOf(row, contact, student)) if (!found.has(key)) found.set(key, record);
  }
  return found;
}

function planLink(plan: Plan, row: ReadRow, key: string, linked: Map<string, StoredRecord>): void {
  const known = linked.get(key);
  const isNew = known === undefined && plan.find('student_guardians', key) === undefined;
  const [studentId, guardianId] = key.split(' ');
  const first = <Value>(value: Value) => (isNew ? value : undefined);
  plan.put('student_guardians', key, known, {
    student_id: studentId,
    guardian_id: guardianId,
    relation: textOf(row, 'relation') ?? first('guardian'),
    contact_order: row.values.contactOrder ?? first(1),
    may_see_records: row.values.maySeeRecords ?? first(true),
    sms_allowed: first(true),
    email_allowed: first(true),
    call_allowed: first(true),
  });
}

function studentOf(
  context: PlanContext,
  row: ReadRow,
  students: Map<string, string>,
): string | undefined | false {
  const number = textOf(row, 'student');
  if (number === undefined) return undefined;
  const id = students.get(number);
  if (id === undefined) report(context, row, 'student', 'reference_unknown');
  return id ?? false;
}

/** The ids of the pupils that rows name by admission number. */
export async function studentsByNumber(
  context: Pick<PlanContext, 'client'>,
  rows: readonly ReadRow[],
): Promise<Map<string, string>> {
  const numbers = rows.flatMap((row) => textOf(row, 'student') ?? []);
  const { rows: found } = await context.client.query(
    'select id, admission_number from students where admission_number = any($1)',
    [numbers],
  );
  return new Map(found.map((row) => [String(row.admission_number), String(row.id)]));
}
