import type pg from 'pg';
import { setDocument } from '../../documents/index.ts';
import { AppError } from '../../kernel/index.ts';
import { recordAudit } from '../../observability/index.ts';
import type { Storage } from '../../storage/index.ts';
import { type ArchivedFile, archived, logosOf } from './archive.ts';
import type { Actor } from './card-steps.ts';
import { paperSheet } from './paper-data.ts';
import { templateFile } from './paper-templates.ts';
import type { Layout, PaperSnapshot } from './types.ts';

/** An issued paper from the archive; the first print makes the file. Throws resource.not_found. Each print is in the trail. */
export async function printPaper(
  pool: pg.Pool,
  storage: Storage,
  { paper, layout, actor }: { paper: string; layout: Layout; actor: Actor },
): Promise<ArchivedFile & { fileName: string }> {
  const { rows } = await pool.query(
    'select number, template, snapshot, state from issued_papers where id = $1',
    [paper],
  );
  const found = rows[0];
  if (!found) throw new AppError('resource.not_found');
  const file = await archived(pool, storage, {
    paper: { paperId: paper },
    layout,
    set: () => setPapers(storage, { template: found.template, snapshots: [found.snapshot], layout }),
  });
  await recordAudit(pool, {
    category: 'export',
    action: file.isReprint ? 'papers.reprint' : 'papers.print',
    actor,
    subject: { collection: 'issued-papers', id: paper, label: found.number },
    details: { layout, sha256: file.sha256, state: found.state },
  });
  return { ...file, fileName: `${found.number}.pdf` };
}

/** Several ID cards on sheets of eight, not kept: each card has its own number and its own archive. Throws resource.not_found. */
export async function printSheet(
  pool: pg.Pool,
  storage: Storage,
  { papers, layout, actor }: { papers: string[]; layout: Layout; actor: Actor },
): Promise<Uint8Array> {
  const { rows } = await pool.query(
    `select p.id, p.template, p.snapshot, p.number from unnest($1::uuid[]) with ordinality as w(id, at)
       join issued_papers p on p.id = w.id and p.kind = 'id_card' and p.state = 'issued' order by w.at`,
    [papers],
  );
  const template = rows[0]?.template;
  if (rows.length < papers.length || rows.some((row) => row.template !== template))
    throw new AppError('resource.not_found');
  const pdf = await setPapers(storage, { template, snapshots: rows.map((row) => row.snapshot), layout });
  await recordAudit(pool, {
    category: 'export',
    action: 'papers.print_sheet',
    actor,
    subject: { collection: 'issued-papers' },
    details: { layout, numbers: rows.map((row) => row.number).slice(0, 100), count: rows.length },
  });
  return pdf;
}

/** Frozen papers of one template as PDF: the same snapshots give the same bytes. */
export async function setPapers(
  storage: Storage,
  { template, snapshots, layout }: { template: string; snapshots: PaperSnapshot[]; layout: Layout },
): Promise<Uint8Array> {
  const logos = await logosOf(
    storage,
    snapshots.map(({ school }) => school),
  );
  const name = snapshots.length === 1 ? (snapshots[0]?.number ?? '') : 'ID cards';
  const data = paperSheet(snapshots, { name, layout, logos });
  return (await setDocument({ template: templateFile(template), data })).pdf;
}

export type CheckedPaper = {
  kind: string;
  state: string;
  number: string;
  name: string;
  nameAr: string | null;
  issuedOn: string;
};

/** The paper that carries a number and its check code, so that a school can tell a true one. Undefined for any other. */
export async function checkPaper(
  pool: pg.Pool,
  { number, checkCode }: { number: string; checkCode: string },
): Promise<CheckedPaper | undefined> {
  const { rows } = await pool.query(
    `select 'report_card' as kind, state, number, snapshot from report_cards where number = $1 and check_code = $2
     union all
     select kind, state, number, snapshot from issued_papers where number = $1 and check_code = $2`,
    [number, checkCode],
  );
  const found = rows[0];
  if (!found) return undefined;
  const snapshot = found.snapshot as PaperSnapshot;
  return {
    kind: found.kind,
    state: found.state,
    number: found.number,
    name: snapshot.pupil.name.en,
    nameAr: snapshot.pupil.name.ar,
    issuedOn: snapshot.issuedOn,
  };
}
