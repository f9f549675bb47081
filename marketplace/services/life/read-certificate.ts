import { AppError } from '../../../core/kernel/index.ts';
import type { Queryable } from '../../../core/tenancy/index.ts';
import type { SignedCertificate } from './certificate.ts';

/** One proof of deletion of the school of the scope. Throws resource.not_found. */
export async function readCertificate(client: Queryable, id: string): Promise<SignedCertificate> {
  const { rows } = await client.query(
    'select certificate, public_key as "publicKey", signature from plugin_certificates where id = $1',
    [id],
  );
  if (!rows[0]) throw new AppError('resource.not_found');
  return rows[0];
}
