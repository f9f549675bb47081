import { LABELS } from './labels.ts';
import { MIGRATIONS } from './migrations.ts';
import { OTHER_SCHOOL } from './other-school.ts';
import { OUTGOING } from './outgoing.ts';
import { PACKING } from './packing.ts';
import { PERMISSION_CASES } from './permissions.ts';
import type { PlatformGroup } from './platform.ts';
import { RECEIPTS } from './receipts.ts';
import { REVOKING } from './revoking.ts';

export { onPlatform, openPlatform, type Platform } from './platform.ts';

/** Every case that goes through more of the platform than the cage. */
export const PLATFORM_GROUPS: PlatformGroup[] = [
  OTHER_SCHOOL,
  PERMISSION_CASES,
  OUTGOING,
  LABELS,
  MIGRATIONS,
  PACKING,
  RECEIPTS,
  REVOKING,
];
