import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import { recordAudit } from '../../observability/index.ts';
import { forgetStoredFile, noteStoredFile, type Storage, storageKey } from '../../storage/index.ts';
import { contrast, inTransaction, isColour, requireFeature, requireTenant } from '../../tenancy/index.ts';
import type { Actor } from './change-school.ts';
import { type Picture, readPicture } from './read-picture.ts';

/** The most bytes and pixels a side of a logo. */
export const LOGO_LIMIT = { kilobytes: 256, pixels: 2000 } as const;

export type Looks = {
  nameAr: string | null;
  brandColour: string | null;
  mailFromName: string | null;
  mailReplyTo: string | null;
};

/**
 * Saves how the school of the scope looks. Its Arabic name is free; the rest needs the feature white_label. Throws
 * plan.feature_missing, tenant.colour_refused or tenant.email_invalid.
 */
export async function saveLooks(pool: pg.Pool, looks: Looks, actor: Actor): Promise<void> {
  const tenant = requireTenant();
  const isPlain = [looks.brandColour, looks.mailFromName, looks.mailReplyTo].every((value) => value === null);
  if (!isPlain) await requireFeature(pool, 'white_label');
  // Text on the colour is no question, readableOn finds white or black; but links and frames of it stand on white pages
  // (WCAG 2.2, 1.4.11: at least 3).
  if (
    looks.brandColour !== null &&
    !(isColour(looks.brandColour) && contrast(looks.brandColour, '#ffffff') >= 3)
  )
    throw new AppError('tenant.colour_refused');
  if (looks.mailReplyTo !== null && !/^[^\s@<>,;:"]{1,64}@[a-z0-9.-]{3,190}$/i.test(looks.mailReplyTo))
    throw new AppError('tenant.email_invalid', { email: looks.mailReplyTo });
  await inTransaction(pool, async (client) => {
    await client.query(
      `update tenants set name_ar = $2, brand_colour = lower($3), mail_from_name = $4, mail_reply_to = $5, updated_at = now()
        where id = $1`,
      [tenant.id, looks.nameAr, looks.brandColour, looks.mailFromName, looks.mailReplyTo],
    );
    await recordAudit(client, {
      category: 'change',
      action: 'settings.looks',
      actor,
      subject: { collection: 'tenants', id: tenant.id, label: tenant.name },
      after: looks,
    });
  });
}

/** Puts a logo in place of the one before. Throws plan.feature_missing or tenant.picture_refused. */
export async function saveLogo(
  pool: pg.Pool,
  storage: Storage,
  bytes: Uint8Array,
  actor: Actor,
): Promise<void> {
  const tenant = requireTenant();
  await requireFeature(pool, 'white_label');
  const picture = checkLogo(bytes);
  // The key is ours and random: no name from the request is any part of it.
  const key = storageKey(tenant.id, 'logo', randomBytes(16).toString('hex'));
  await storage.put(key, bytes, picture.type);
  try {
    await replaceLogo(pool, storage, { key, bytes: bytes.byteLength }, actor);
  } catch (error) {
    await storage.remove(key).catch(() => undefined);
    throw error;
  }
}

/** Takes the logo away. */
export async function removeLogo(pool: pg.Pool, storage: Storage, actor: Actor): Promise<void> {
  await replaceLogo(pool, storage, null, actor);
}

async function replaceLogo(
  pool: pg.Pool,
  storage: Storage,
  logo: { key: string; bytes: number } | null,
  actor: Actor,
): Promise<void> {
  const key = logo?.key ?? null;
  const tenant = requireTenant();
  const before = await inTransaction(pool, async (client) => {
    const { rows } = await client.query('select logo_key from tenants where id = $1', [tenant.id]);
    await client.query('update tenants set logo_key = $2, updated_at = now() where id = $1', [
      tenant.id,
      key,
    ]);
    if (rows[0]?.logo_key) await forgetStoredFile(client, rows[0].logo_key);
    if (logo) await noteStoredFile(client, logo);
    await recordAudit(client, {
      category: 'change',
      action: key === null ? 'settings.logo_removed' : 'settings.logo',
      actor,
      subject: { collection: 'tenants', id: tenant.id, label: tenant.name },
    });
    return rows[0]?.logo_key as string | null;
  });
  // A file left behind is untidy; an error here would say that nothing was saved.
  if (before) await storage.remove(before).catch(() => undefined);
}

function checkLogo(bytes: Uint8Array): Picture {
  const { kilobytes, pixels } = LOGO_LIMIT;
  const picture = bytes.byteLength <= kilobytes * 1000 ? readPicture(bytes) : undefined;
  const fits =
    picture &&
    Math.min(picture.width, picture.height) > 0 &&
    Math.max(picture.width, picture.height) <= pixels;
  if (!fits) throw new AppError('tenant.picture_refused', { pixels, limitKb: kilobytes });
  return picture;
}
