import type { Settings } from '../../../kernel/index.ts';
import { stripeClient } from './stripe-sink.ts';

/**
 * Has the local emulator send its messages to this installation, and returns the secret that it signs them with. What an
 * earlier start registered is taken away.
 */
export async function registerLocalWebhook(settings: Settings, url: string): Promise<string> {
  const stripe = stripeClient(settings);
  for await (const known of stripe.webhookEndpoints.list({ limit: 100 }))
    await stripe.webhookEndpoints.del(known.id);
  const { secret } = await stripe.webhookEndpoints.create({ url, enabled_events: ['*'] });
  if (!secret) throw new Error('The emulator gave no secret for its messages.');
  return secret;
}
