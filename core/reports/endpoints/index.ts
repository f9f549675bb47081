import type { Endpoint } from 'payload';
import { batchEndpoints } from './batch-endpoints.ts';
import { cardEndpoints } from './card-endpoints.ts';
import { commentEndpoints } from './comment-endpoints.ts';
import { familyEndpoints } from './family-endpoints.ts';
import { paperEndpoints } from './paper-endpoints.ts';

/** What the pages of report cards and certificates call. */
export const reportEndpoints: Endpoint[] = [
  ...cardEndpoints,
  ...commentEndpoints,
  ...batchEndpoints,
  ...paperEndpoints,
  ...familyEndpoints,
];
