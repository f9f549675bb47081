import type pg from 'pg';
import { setDocument } from '../../documents/index.ts';
import { AppError, plainDateIn } from '../../kernel/index.ts';
import { recordAudit } from '../../observability/index.ts';
import type { Storage } from '../../storage/index.ts';
import { requireTenant } from '../../tenancy/index.ts';
import { snapshotOf } from './approve-cards.ts';
import { type ArchivedFile, archived, logosOf } from './archive.ts';
import { buildContents } from './build-snapshots.ts';
import { cardSheet } from './card-data.ts';
import type { Actor } from './card-steps.ts';
import { currentLetterhead } from './letterhead.ts';
import { CARD_TEMPLATE, templateFile } from './paper-templates.ts';
import type { CardSnapshot, Layout } from './types.ts';
import { CARD_WORDS } from './words.ts';

/** Whose cards somebody may print, and whether only those that are published. */
export type Reach = { students: string[] | 'all'; isFamily: boolean };

type Print = { card: string; layout: Layout; reach: Reach; actor: Actor };

/**
 * The archived PDF of an approved card; the first print makes it from the snapshot, every later one is the same file. Each is
 * written into the audit trail. Throws resource.not_found for a draft and for a card out of reach.
 */
export async function printCard(
  pool: pg.Pool,
  storage: Storage,
  { card, layout, reach, actor }: Print,
): Promise<ArchivedFile & { fileName: string }> {
  const { rows } = await pool.query(
    'select id, student_id, state, template, number, snapshot from report_cards where id = $1 and snapshot is not null',
    [card],
  );
  const found = rows[0];
  const isReached =
    found &&
    (reach.students === 'all' || reach.students.includes(found.student_id)) &&
    (!reach.isFamily || found.state === 'published');
  if (!isReached) throw new AppError('resource.not_found');
  const file = await archived(pool, storage, {
    paper: { cardId: card },
    layout,
    set: () => setCard(storage, found.template, found.snapshot, layout),
  });
  await recordAudit(pool, {
    category: 'export',
    action: file.isReprint ? 'report_cards.reprint' : 'report_cards.print',
    actor,
    subject: { collection: 'report-cards', id: card, label: found.number },
    details: { layout, sha256: file.sha256 },
  });
  return { ...file, fileName: `${found.number}.pdf` };
}

/** A frozen card as PDF: the same snapshot gives the same bytes. */
export async function setCard(
  storage: Storage,
  template: string,
  snapshot: CardSnapshot,
  layout: Layout,
): Promise<Uint8Array> {
  const logos = await logosOf(storage, [snapshot.school]);
  const data = cardSheet([snapshot], { name: snapshot.number, layout, logos });
  return (await setDocument({ template: templateFile(template), data })).pdf;
}

/** A draft as it would look now, marked as a draft and kept nowhere. Throws resource.not_found. */
export async function proofOf(
  pool: pg.Pool,
  storage: Storage,
  { card, layout, reach }: Omit<Print, 'actor'>,
): Promise<Uint8Array> {
  const { rows } = await pool.query(
    'select student_id, term_id, version from report_cards where id = $1 and snapshot is null',
    [card],
  );
  const found = rows[0];
  if (!found || reach.isFamily || !(reach.students === 'all' || reach.students.includes(found.student_id)))
    throw new AppError('resource.not_found');
  const [content] = await buildContents(pool, { term: found.term_id, students: [found.student_id] });
  if (!content) throw new AppError('resource.not_found');
  const snapshot = snapshotOf(content, {
    number: '–',
    checkCode: '–',
    version: Number(found.version),
    issuedOn: plainDateIn(requireTenant().timeZone, Date.now()),
    school: await currentLetterhead(pool, storage),
  });
  const logos = await logosOf(storage, [snapshot.school]);
  const data = cardSheet([snapshot], { name: CARD_WORDS.title.en, layout, logos, stamp: CARD_WORDS.proof });
  return (await setDocument({ template: templateFile(CARD_TEMPLATE), data })).pdf;
}
