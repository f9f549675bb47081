import type pg from 'pg';
import { guardiansReadCapability } from './guardians-read.ts';
import { kvCapabilities } from './own-data/kv.ts';
import { recordCapabilities } from './own-data/records.ts';
import type { AnyCapability } from './registry.ts';
import { smsSendCapability } from './sms-send.ts';
import { studentsReadCapability } from './students-read.ts';

/** What capabilities work with; all of it belongs to the host. */
export type CapabilityServices = { pool: pg.Pool };

/** Every capability of the platform, one small file each. */
export function createCapabilities({ pool }: CapabilityServices): AnyCapability[] {
  return [
    studentsReadCapability(pool),
    guardiansReadCapability(pool),
    ...kvCapabilities(pool),
    ...recordCapabilities(pool),
    smsSendCapability(pool),
  ];
}
