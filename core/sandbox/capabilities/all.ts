import type pg from 'pg';
import type { FetchGuard } from '../../kernel/index.ts';
import type { Storage } from '../../storage/index.ts';
import { aggregatesQueryCapability } from './aggregates/query.ts';
import { emailSendCapability } from './email-send.ts';
import { fileCapabilities } from './files.ts';
import { httpFetchCapability } from './http-fetch.ts';
import { meterAddCapability } from './meter-add.ts';
import { notifySendCapability } from './notify-send.ts';
import { kvCapabilities } from './own-data/kv.ts';
import { recordCapabilities } from './own-data/records.ts';
import type { AnyCapability } from './registry.ts';
import { reportRenderCapability } from './report-render.ts';
import { attendanceReadCapability } from './school-data/attendance-read.ts';
import { guardiansReadCapability } from './school-data/guardians-read.ts';
import { resultsReadCapability } from './school-data/results-read.ts';
import { structureReadCapability } from './school-data/structure-read.ts';
import { studentsReadCapability } from './school-data/students-read.ts';
import { smsSendCapability } from './sms-send.ts';

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
    attendanceReadCapability(pool),
    resultsReadCapability(pool),
    structureReadCapability(pool),
    aggregatesQueryCapability(pool),
    ...kvCapabilities(pool),
    ...recordCapabilities(pool),
    smsSendCapability(pool),
    emailSendCapability(pool),
    notifySendCapability(pool),
    meterAddCapability(pool),
    httpFetchCapability(outgoing),
    ...(storage ? [...fileCapabilities({ pool, storage }), reportRenderCapability({ pool, storage })] : []),
  ];
}
