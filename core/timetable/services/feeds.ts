import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { AppError, addDays, type Language, plainDateIn, sha256Hex } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, ownAddress, type Queryable, requireTenant } from '../../tenancy/index.ts';
import { ADD_FEED, FEEDS_OF, FIND_FEED, MAY_SEE, NOTE_READING, REVOKE_FEED } from '../sql/feeds.ts';
import { writeCalendar } from './ics.ts';
import { type LessonFilter, lessonsBetween, withoutTeacher } from './school-days.ts';

export type FeedKind = 'teacher' | 'class' | 'student';
export type Feed = {
  id: string;
  kind: FeedKind;
  language: Language;
  title: string;
  titleAr: string;
  createdAt: Date;
  lastReadAt: Date | null;
};

/** Where calendar programs ask; the key is a part of the query, which no log keeps. */
export const FEED_PATH = '/calendar.ics';

const TOKEN = /^[\w-]{43}$/;
const DAYS_BACK = 14;
const DAYS_AHEAD = 120;

type NewFeed = {
  userId: string;
  kind: FeedKind;
  subjectId: string;
  language: Language;
  actor: AuditEvent['actor'];
};

/** Makes an address that shows a timetable without signing in, and returns it once. Throws resource.not_found for what the account may not see. */
export async function makeFeed(pool: pg.Pool, feed: NewFeed): Promise<{ id: string; address: string }> {
  const { userId, kind, subjectId, language, actor } = feed;
  if (!(await rightsOn(pool, userId, kind, subjectId)).may) throw new AppError('resource.not_found');
  const token = randomBytes(32).toString('base64url');
  const id = await inTransaction(pool, async (client) => {
    const { rows } = await client.query(ADD_FEED, [sha256Hex(token), userId, kind, subjectId, language]);
    await recordAudit(client, {
      category: 'access',
      action: 'calendar_feed.make',
      actor,
      subject: { collection: 'calendar-feeds', id: rows[0].id, label: kind },
    });
    return String(rows[0].id);
  });
  return { id, address: `${ownAddress()}${FEED_PATH}?key=${token}` };
}

/** The open feeds of an account, without their addresses: those are known to nobody but who copied them. */
export async function listFeeds(pool: Queryable, userId: string): Promise<Feed[]> {
  return (await pool.query(FEEDS_OF, [userId])).rows as Feed[];
}

/** Ends one of the account's own feeds. Throws resource.not_found for any other. */
export async function revokeFeed(
  pool: pg.Pool,
  { id, userId, actor }: { id: string; userId: string; actor: AuditEvent['actor'] },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query(REVOKE_FEED, [id, userId]);
    if (!rows[0]) throw new AppError('resource.not_found');
    await recordAudit(client, {
      category: 'access',
      action: 'calendar_feed.revoke',
      actor,
      subject: { collection: 'calendar-feeds', id },
    });
  });
}

/**
 * The calendar behind a key, as text of RFC 5545, with the lessons from two weeks ago to four months ahead; undefined for a
 * key of nobody here, and as soon as its owner may not see the timetable any more.
 */
export async function readFeed(pool: pg.Pool, key: unknown, now = Date.now()): Promise<string | undefined> {
  if (typeof key !== 'string' || !TOKEN.test(key)) return undefined;
  const { rows } = await pool.query(FIND_FEED, [sha256Hex(key)]);
  const feed = rows[0];
  if (!feed) return undefined;
  const { may, seesTeachers } = await rightsOn(pool, feed.userId, feed.kind, feed.subjectId);
  if (!may) return undefined;
  const tenant = requireTenant();
  // A suspended school reads and does not write.
  if (tenant.status !== 'suspended') await pool.query(NOTE_READING, [feed.id]);
  const today = plainDateIn(tenant.timeZone, now);
  const lessons = await lessonsBetween(pool, {
    from: addDays(today, -DAYS_BACK),
    until: addDays(today, DAYS_AHEAD),
    ...filterOf(feed.kind, feed.subjectId),
  });
  return writeCalendar(seesTeachers ? lessons : lessons.map(withoutTeacher), {
    language: feed.language,
    timeZone: tenant.timeZone,
    name: feed.language === 'ar' ? (tenant.nameAr ?? tenant.name) : tenant.name,
    host: new URL(ownAddress()).hostname,
    now,
  });
}

function filterOf(kind: FeedKind, id: string): LessonFilter {
  if (kind === 'teacher') return { teacherId: id };
  return kind === 'class' ? { classroomId: id } : { studentId: id };
}

type Rights = { may: boolean; seesTeachers: boolean };

async function rightsOn(pool: Queryable, userId: string, kind: FeedKind, subjectId: string): Promise<Rights> {
  const { rows } = await pool.query(MAY_SEE, [userId, kind, subjectId]);
  return { may: rows[0]?.may === true, seesTeachers: rows[0]?.seesTeachers === true };
}
