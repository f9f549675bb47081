import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { AppError, keyring, readSettings } from '../../kernel/index.ts';
import { actorOf } from '../../observability/index.ts';
import { visibleStudentIds } from '../../school/index.ts';
import { openStorage, signLink } from '../../storage/index.ts';
import { grantsOf, idOf, poolOf, schoolEndpoint, viewerOf } from '../../tenancy/index.ts';
import { decideExcuse } from '../services/decide-excuse.ts';
import { enterExcuse, guardiansOf } from '../services/enter-excuse.ts';
import { listExcuses } from '../services/list-excuses.ts';
import { EXCUSE_CHANNELS, submitExcuse } from '../services/submit-excuse.ts';

const LINK_SECONDS = 300;
const date = z.string().max(10);
const file = z.strictObject({ name: z.string().max(200), base64: z.base64().max(1_400_000) });
const content = {
  student: z.uuid(),
  firstDate: date,
  lastDate: date,
  reason: z.string().trim().min(3).max(1000),
  file: file.optional(),
};
const storage = () => openStorage(readSettings(process.env));

/** The number of a page of a list, from 1. */
export const pageNumber = z.coerce.number().int().min(1).max(100_000).default(1);

/** Excuses: a family hands them in for its own children; the office decides, and enters those that came another way. */
export const excuseEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/excuses',
    method: 'get',
    permission: 'attendance.read',
    input: z.strictObject({
      status: z.enum(['pending', 'accepted', 'declined']).optional(),
      page: pageNumber,
    }),
    run: async ({ req, input: { status, page } }) => {
      const { rows, ...place } = await listExcuses(poolOf(req.payload), {
        students: await visibleStudentIds(req),
        ...(status === undefined ? {} : { status }),
        page,
      });
      return { excuses: rows, ...place, children: await childrenOf(req) };
    },
  }),
  schoolEndpoint({
    path: '/excuses',
    method: 'post',
    permission: 'excuses.write',
    input: z.strictObject(content),
    run: async ({ req, input: { file, ...input }, userId }) => {
      const guardianId = idOf(viewerOf(req)?.guardian);
      const actor = actorOf(req);
      return submitExcuse(poolOf(req.payload), storage, {
        ...input,
        ...fileOf(file),
        ...(guardianId ? { guardianId } : {}),
        userId: actor.kind === 'user' ? userId : null,
        actor,
        students: await visibleStudentIds(req),
      });
    },
  }),
  schoolEndpoint({
    path: '/excuses/enter',
    method: 'post',
    permission: 'attendance.manage',
    input: z.strictObject({
      ...content,
      channel: z.enum(EXCUSE_CHANNELS),
      guardian: z.uuid().optional(),
    }),
    run: async ({ req, input: { file, guardian, ...input }, userId }) => {
      const students = await visibleStudentIds(req);
      if (students !== 'all' && !students.includes(input.student))
        throw new AppError('excuse.student_unknown');
      const actor = actorOf(req);
      return enterExcuse(poolOf(req.payload), storage, {
        ...input,
        ...fileOf(file),
        ...(guardian ? { guardianId: guardian } : {}),
        userId: actor.kind === 'user' ? userId : null,
        actor,
      });
    },
  }),
  schoolEndpoint({
    path: '/excuses/guardians',
    method: 'get',
    permission: 'attendance.manage',
    input: z.strictObject({ student: z.uuid() }),
    run: async ({ req, input: { student } }) => {
      const students = await visibleStudentIds(req);
      const isOwn = students === 'all' || students.includes(student);
      return { guardians: isOwn ? await guardiansOf(poolOf(req.payload), student) : [] };
    },
  }),
  schoolEndpoint({
    path: '/excuses/decide',
    method: 'post',
    permission: 'attendance.manage',
    input: z.strictObject({ id: z.uuid(), accept: z.boolean(), note: z.string().max(1000).optional() }),
    run: async ({ req, input: { id, accept, note }, userId }) => {
      const actor = actorOf(req);
      return decideExcuse(poolOf(req.payload), {
        id,
        accept,
        note,
        userId: actor.kind === 'user' ? userId : null,
        actor,
      });
    },
  }),
  schoolEndpoint({
    path: '/excuses/file',
    method: 'get',
    permission: 'attendance.read',
    input: z.strictObject({ id: z.uuid() }),
    run: async ({ req, input: { id } }) => {
      const students = await visibleStudentIds(req);
      const { rows } = await poolOf(req.payload).query(
        `select file_key, file_name from attendance_excuses
          where id = $1 and file_key is not null and ($2::uuid[] is null or student_id = any($2))`,
        [id, students === 'all' ? null : students],
      );
      if (!rows[0]) throw new AppError('resource.not_found');
      const link = {
        key: rows[0].file_key,
        fileName: rows[0].file_name,
        expiresAt: Math.floor(Date.now() / 1000) + LINK_SECONDS,
      };
      return { href: signLink(keyring().current, link) };
    },
  }),
];

function fileOf(sent: z.infer<typeof file> | undefined) {
  return sent ? { file: { name: sent.name, bytes: Buffer.from(sent.base64, 'base64') } } : {};
}

// Whom a family may excuse; the office chooses pupils by search and needs no list.
async function childrenOf(
  req: PayloadRequest,
): Promise<{ id: string; name: string; nameAr: string | null }[]> {
  const { rowScope } = await grantsOf(req);
  const students = await visibleStudentIds(req);
  if (students === 'all' || (rowScope !== 'own_children' && rowScope !== 'self')) return [];
  const { rows } = await poolOf(req.payload).query(
    'select id, display_name, display_name_ar from students where id = any($1) order by display_name, id',
    [students],
  );
  return rows.map((row) => ({ id: row.id, name: row.display_name, nameAr: row.display_name_ar }));
}
