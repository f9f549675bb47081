import { createHmac, randomBytes } from 'node:crypto';

/** A new signing secret, as Stripe shows it once when an endpoint is created. */
export function newSecret(): string {
  return `whsec_${randomBytes(24).toString('base64url').replace(/[-_]/g, '0')}`;
}

/** The Stripe-Signature header of a body sent at `timestamp` (unix seconds). */
export function signatureHeader(secret: string, timestamp: number, body: string): string {
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`, 'utf8').digest('hex');
  return `t=${timestamp},v1=${signature}`;
}
