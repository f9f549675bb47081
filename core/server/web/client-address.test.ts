import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';

const request = (remoteAddress: string | undefined, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;
const forwarded = (list: string, others: Record<string, string> = {}) =>
  request('10.0.0.2', { 'x-forwarded-for': list, ...others });

describe('the address of a client', () => {
  it('S7: should be the socket alone when no proxy stands in front', () => {
    expect(clientAddress(forwarded('192.0.2.1'), 0)).toBe('10.0.0.2');
    expect(clientAddress(request('::ffff:192.0.2.9'), 0)).toBe('192.0.2.9');
    expect(clientAddress(request(undefined), 0)).toBe('unknown');
  });

  it('S7: should be what the outermost of our proxies wrote, whatever the client put in front', () => {
    for (const forged of [
      '',
      '198.51.100.1, ',
      '127.0.0.1, 198.51.100.1, ',
      'unknown, ',
      '::ffff:10.0.0.0, ',
    ])
      expect(clientAddress(forwarded(`${forged}203.0.113.9`), 1), forged).toBe('203.0.113.9');
    expect(clientAddress(forwarded('198.51.100.1, 203.0.113.9, 10.0.0.3'), 2)).toBe('203.0.113.9');
    expect(clientAddress(forwarded('::ffff:203.0.113.9'), 1)).toBe('203.0.113.9');
    expect(clientAddress(forwarded('203.0.113.9:5123'), 1)).toBe('203.0.113.9');
    expect(clientAddress(forwarded('[2001:db8::1]:5123'), 1)).toBe('2001:db8::1');
  });

  it('S7: should not read the relatives of X-Forwarded-For, nor an entry that is no address', () => {
    const others = {
      forwarded: 'for=198.51.100.1',
      'x-real-ip': '198.51.100.1',
      'cf-connecting-ip': '198.51.100.1',
      'true-client-ip': '198.51.100.1',
    };
    expect(clientAddress(forwarded('203.0.113.9', others), 1)).toBe('203.0.113.9');
    expect(clientAddress(request('10.0.0.2', others), 1)).toBe('10.0.0.2');
    expect(clientAddress(forwarded('198.51.100.1, unknown'), 2)).toBe('10.0.0.2');
    expect(clientAddress(forwarded('203.0.113.9'), 3)).toBe('203.0.113.9');
  });
});
