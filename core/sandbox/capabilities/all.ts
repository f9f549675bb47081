import type pg from 'pg';
import type { FetchGuard } from '../../kernel/index.ts';
import type { Storage } from '../../storage/index.ts';
import { fileCapabilities } from './files.ts';
import { guardiansReadCapability } from './guardians-read.ts';
import { httpFetchCapability } from './http-fetch.ts';
import type { AnyCapability } from './registry.ts';
import { smsSendCapability } from './sms-send.ts';
import { studentsReadCapability } from './students-read.ts';

/** What capabilities work with; all of it belongs to the host. */
export type CapabilityServices = {
  pool: pg.Pool;
  /** Where files are kept; without it no capability that keeps one exists. */
  storage?: Storage;
  /** For tests alone: servers of this machine in the place of public ones. */
  outgoing?: Partial<FetchGuard>;
};

/** Every capability of the platform, one small file each. */
export function createCapabilities({ pool, storage, outgoing }: CapabilityServices): AnyCapability[] {
  return [
    studentsReadCapability(pool),
    guardiansReadCapability(pool),
    smsSendCapability(pool),
    httpFetchCapability(outgoing),
    ...(storage ? fileCapabilities({ pool, storage }) : []),
  ];
}
