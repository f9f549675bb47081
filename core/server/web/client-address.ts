import type { IncomingMessage } from 'node:http';
import { normaliseAddress } from '../../kernel/index.ts';

/**
 * The address a request came from, normalised. With `hops` reverse proxies in front it is what the outermost of them
 * wrote into X-Forwarded-For: counted from our own end of the list, so that whatever a client put in front of it does
 * not count. Forwarded, X-Real-IP and their relatives are not read. `unknown` when there is no socket any more.
 */
export function clientAddress(req: IncomingMessage, hops: number): string {
  const header = hops > 0 ? req.headers['x-forwarded-for'] : undefined;
  const forwarded = String(header ?? '')
    .split(',')
    .map((entry) => normaliseAddress(withoutPort(entry.trim())))
    .reverse();
  let address = normaliseAddress(req.socket.remoteAddress);
  // The nearest entry was written by the nearest proxy. An entry that is no address ends the chain we can follow.
  for (const entry of forwarded.slice(0, hops)) {
    if (entry === undefined) break;
    address = entry;
  }
  return address ?? 'unknown';
}

// Some proxies add the port: 192.0.2.7:5123 and [2001:db8::1]:5123.
function withoutPort(entry: string): string {
  return (
    /^\[([0-9a-f:.]+)\](?::\d{1,5})?$/i.exec(entry)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(entry)?.[1] ?? entry
  );
}
