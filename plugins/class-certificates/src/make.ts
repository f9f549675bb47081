import type { ActionAnswer, PluginContext, StudentRecord } from '../../sdk/index.ts';
import { certificateBlocks, MOST_PUPILS, readWish } from './certificate.ts';

type Chosen = { ids: string[] } | { classroomId: string };

const REFUSALS: Record<string, string> = { quota_reached: 'no-place', report_too_large: 'too-many' };

/** Makes one file with a certificate for each pupil, and counts them once. */
export async function makeCertificates(
  chosen: Chosen,
  values: Record<string, unknown>,
  context: PluginContext<unknown>,
): Promise<ActionAnswer> {
  const { both, school } = context;
  const students = await context.students.read({ ...chosen, limit: MOST_PUPILS });
  if (!students.ok) return { message: both('failed'), tone: 'bad' };
  if (students.value.total > MOST_PUPILS) return { message: both('too-many'), tone: 'warning' };
  if (students.value.items.length === 0) return { message: both('nobody'), tone: 'warning' };

  const wish = readWish(values);
  const { language } = wish;
  const report = await context.report.render({
    name: both('file-name', { date: wish.date.replace(/[/\\]/g, '-') })[language],
    language,
    page: { size: 'A4', orientation: 'landscape', border: 'frame' },
    blocks: certificateBlocks(byName(students.value.items), wish, {
      school: (language === 'ar' ? school.nameAr : school.name) ?? school.name,
      presentedTo: both('presented-to')[language],
      ofClass: (classroom) => both('of-class', { classroom })[language],
    }),
  });
  if (!report.ok) {
    context.log.error(`The certificates could not be made: ${report.code}.`);
    return { message: both(REFUSALS[report.code] ?? 'failed'), tone: 'bad' };
  }
  const { fileId } = report.value;
  const count = students.value.items.length;
  const counted = await context.meter.add({ meter: 'certificates', quantity: count, idempotencyKey: fileId });
  if (!counted.ok) context.log.error(`Certificates were made and not counted: ${counted.code}.`);
  return { message: both('made', { count }), tone: 'good', fileId };
}

function byName(students: StudentRecord[]): StudentRecord[] {
  return [...students].sort((a, b) => ((a.displayName ?? '') < (b.displayName ?? '') ? -1 : 1));
}
