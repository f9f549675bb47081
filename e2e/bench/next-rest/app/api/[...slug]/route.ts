import config from '@payload-config';
import { REST_GET } from '@payloadcms/next/routes';

/** Payload's REST as its template mounts it in an application of Next: the baseline of the hot read. */
export const GET = REST_GET(config);
