import type { Endpoint } from 'payload';
import { z } from 'zod';
import { platformEndpoint, poolOf, type Staff } from '../../tenancy/index.ts';
import { billingNow } from '../services/clock.ts';
import { diffBooks } from '../services/price-book/diff-books.ts';
import {
  createDraft,
  deleteDraft,
  type Editor,
  listDrafts,
  readDraft,
  saveDraft,
} from '../services/price-book/drafts.ts';
import { listVersions, publishDraft } from '../services/price-book/publish.ts';
import { bookAt, bookVersion } from '../services/price-book/read-book.ts';

const id = z.uuid();
const version = z.coerce.number().int().min(1).max(1_000_000);
const revision = z.int().min(1);
const title = z.string().trim().min(1).max(120);

const editor = (staff: Staff): Editor => ({
  actor: { kind: 'staff', id: staff.id, label: staff.label },
  now: billingNow(),
});

/** The price book on the console: versions to read, drafts to write and publish. */
export const priceBookEndpoints: Endpoint[] = [
  platformEndpoint({
    path: '/console/price-books',
    method: 'get',
    input: z.strictObject({}),
    run: async ({ req }) => {
      const pool = poolOf(req.payload);
      const current = await bookAt(pool, billingNow());
      return { current: current.version, versions: await listVersions(pool), drafts: await listDrafts(pool) };
    },
  }),
  platformEndpoint({
    path: '/console/price-books/version',
    method: 'get',
    input: z.strictObject({ version, against: version.optional() }),
    run: async ({ req, input }) => {
      const pool = poolOf(req.payload);
      const book = await bookVersion(pool, input.version);
      const other = input.against ? await bookVersion(pool, input.against) : undefined;
      return { ...book, ...(other ? { changes: diffBooks(other.content, book.content) } : {}) };
    },
  }),
  platformEndpoint({
    path: '/console/price-books/draft',
    method: 'get',
    input: z.strictObject({ id }),
    run: ({ req, input }) => readDraft(poolOf(req.payload), input.id),
  }),
  platformEndpoint({
    path: '/console/price-books/draft/create',
    method: 'post',
    input: z.strictObject({ title, version }),
    run: ({ req, input, staff }) => createDraft(poolOf(req.payload), input, editor(staff)),
  }),
  platformEndpoint({
    path: '/console/price-books/draft/save',
    method: 'post',
    input: z.strictObject({
      id,
      revision,
      title,
      note: z.string().trim().max(2000),
      content: z.unknown(),
    }),
    run: ({ req, input, staff }) => saveDraft(poolOf(req.payload), input, editor(staff)),
  }),
  platformEndpoint({
    path: '/console/price-books/draft/delete',
    method: 'post',
    input: z.strictObject({ id }),
    run: async ({ req, input, staff }) => {
      await deleteDraft(poolOf(req.payload), input.id, editor(staff));
      return {};
    },
  }),
  platformEndpoint({
    path: '/console/price-books/publish',
    method: 'post',
    input: z.strictObject({ id, revision, validFrom: z.iso.datetime({ offset: true }).optional() }),
    run: ({ req, input, staff }) =>
      publishDraft(
        poolOf(req.payload),
        { ...input, validFrom: input.validFrom ? new Date(input.validFrom) : undefined },
        editor(staff),
      ),
  }),
];
