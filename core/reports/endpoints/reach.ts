import type { PayloadRequest } from 'payload';
import { AppError, keyring, readSettings } from '../../kernel/index.ts';
import { visibleClassIds, visibleStudentIds } from '../../school/index.ts';
import { openStorage, type Storage, signLink } from '../../storage/index.ts';
import { grantsOf } from '../../tenancy/index.ts';
import type { Reach } from '../services/print-card.ts';

const LINK_SECONDS = 300;

/** The classes whose cards and comments somebody works on. Throws reports.place_unknown for a class out of reach. */
export async function checkClasses(req: PayloadRequest, classes: string[]): Promise<void> {
  const allowed = await visibleClassIds(req);
  if (allowed !== 'all' && classes.some((id) => !allowed.includes(id)))
    throw new AppError('reports.place_unknown');
}

/** Whose cards somebody may print: families those of their children that are published, teachers those of their pupils. */
export async function reachOf(req: PayloadRequest): Promise<Reach> {
  const { rowScope } = await grantsOf(req);
  return {
    students: await visibleStudentIds(req),
    isFamily: rowScope === 'own_children' || rowScope === 'self',
  };
}

/** The store of the settings. */
export function storage(): Storage {
  return openStorage(readSettings(process.env));
}

/** A short-lived link to a file of the archive. */
export function linkTo({ key, fileName }: { key: string; fileName: string }): {
  url: string;
  fileName: string;
} {
  const expiresAt = Math.floor(Date.now() / 1000) + LINK_SECONDS;
  return { url: signLink(keyring().current, { key, fileName, expiresAt }), fileName };
}

/** A PDF that is shown and not kept. */
export function pdfAnswer(pdf: Uint8Array, fileName: string): Response {
  return new Response(Buffer.from(pdf), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${fileName}"`,
      'Cache-Control': 'private, no-store',
    },
  });
}
