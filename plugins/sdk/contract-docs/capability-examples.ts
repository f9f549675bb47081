import type { CapabilityInput, CapabilityName } from '../contract/capabilities/table.ts';

const ID = '0b6f1c1e-6f0c-4c5e-9d0a-3a6b1f2c4d5e';

/** One input for each method, as the documentation shows it; a test parses them all. */
export const CAPABILITY_EXAMPLES: { [Name in CapabilityName]: CapabilityInput<Name> } = {
  'students.read': { ids: [ID] },
  'guardians.read': { studentId: ID, limit: 10 },
  'attendance.read': { studentIds: [ID], from: '2026-11-01', to: '2026-11-30', statuses: ['absent'] },
  'results.read': { studentIds: [ID], limit: 50 },
  'structure.read': { kind: 'classrooms' },
  'aggregates.query': { measure: 'attendance', metric: 'absenceRate', groupBy: ['gradeLevel'] },
  'kv.get': { key: 'last-run' },
  'kv.set': { key: 'last-run', value: { day: '2026-11-22' }, expiresInSeconds: 86_400 },
  'kv.increment': { key: 'absences:2026-11-22', by: 1 },
  'kv.delete': { key: 'last-run' },
  'kv.list': { prefix: 'absences:', limit: 20 },
  'records.put': { collection: 'runs', key: '2026-11-22', value: { count: 3 } },
  'records.get': { collection: 'runs', key: '2026-11-22' },
  'records.list': { collection: 'runs', where: { count: { atLeast: 1 } } },
  'records.delete': { collection: 'runs', key: '2026-11-22' },
  'files.put': { name: 'absences.csv', contentType: 'text/csv', text: 'day,count\n2026-11-22,3\n' },
  'files.get': { fileId: ID },
  'files.list': { limit: 20 },
  'files.link': { fileId: ID, expiresInSeconds: 600 },
  'files.delete': { fileId: ID },
  'sms.send': {
    guardianId: ID,
    body: 'Aisha was marked absent today.',
    language: 'en',
    idempotencyKey: `absence:${ID}:2026-11-22`,
    subject: { studentId: ID },
  },
  'email.send': {
    guardianId: ID,
    subjectLine: 'Absence today',
    body: 'Aisha was marked absent today.',
    language: 'en',
    idempotencyKey: `absence-mail:${ID}:2026-11-22`,
  },
  'notify.send': {
    role: 'school-admin',
    title: { en: 'Many absences', ar: 'غياب كثير' },
    text: { en: 'Ten pupils are absent today.', ar: 'عشرة طلاب غائبون اليوم.' },
    idempotencyKey: 'many-absences:2026-11-22',
  },
  'http.fetch': {
    url: 'https://api.example.com/v1/absences',
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"day":"2026-11-22","count":3}',
    sign: { secret: 'signingKey', header: 'X-Signature' },
  },
  'report.render': {
    name: 'certificate.pdf',
    language: 'ar',
    page: { size: 'A4', orientation: 'landscape', border: 'frame' },
    blocks: [{ kind: 'heading', text: 'شهادة تقدير', level: 1, align: 'center' }],
  },
  'meter.add': { meter: 'absences_counted', quantity: 1, idempotencyKey: 'absence:2026-11-22' },
  log: { level: 'info', message: 'Three absences today.' },
};
