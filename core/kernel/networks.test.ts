import { describe, expect, it } from 'vitest';
import { addressKey, isInNetworks, normaliseAddress, parseNetworks } from './index.ts';

describe('addresses and networks', () => {
  it('S7: should write an address in one form only', () => {
    expect(normaliseAddress('::ffff:10.0.0.1')).toBe('10.0.0.1');
    expect(normaliseAddress('::FFFF:0a00:0001')).toBe('10.0.0.1');
    expect(normaliseAddress('2001:DB8:0:0::1')).toBe('2001:db8::1');
    for (const text of [
      '',
      'unknown',
      '010.0.0.1',
      '0x7f.1',
      '127.1',
      '2130706433',
      'fe80::1%eth0',
      '1.2.3.4:80',
    ])
      expect(normaliseAddress(text), text).toBeUndefined();
  });

  it('S7: should count a /64 as one client and IPv4 by address', () => {
    expect(addressKey('2001:db8:1:2::1')).toBe(addressKey('2001:db8:1:2:ffff:ffff:ffff:ffff'));
    expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
    expect(addressKey('::ffff:10.0.0.1')).toBe('10.0.0.1');
    expect(addressKey('rubbish')).toBe(addressKey('other rubbish'));
  });

  it('S8: should read a list of networks and name what it cannot read', () => {
    expect(parseNetworks('10.0.0.0/8, 192.0.2.7\n2001:db8::/32  ::ffff:10.1.0.0/112')).toEqual({
      networks: ['10.0.0.0/8', '192.0.2.7/32', '2001:db8::/32', '10.1.0.0/16'],
      invalid: [],
    });
    expect(parseNetworks('10.0.0.0/33 school 10.0.0.0/8/8 ::ffff:0.0.0.0/8').invalid).toHaveLength(4);
  });

  it('S8: should match only addresses of the network, in every form they come in', () => {
    const list = ['10.0.0.0/8', '2001:db8::/32', 'nonsense'];
    for (const address of ['10.255.0.1', '::ffff:10.255.0.1', '2001:db8:ffff::1'])
      expect(isInNetworks(address, list), address).toBe(true);
    for (const address of ['11.0.0.1', '::ffff:11.0.0.1', '2001:db9::1', undefined, '', 'nonsense'])
      expect(isInNetworks(address, list), String(address)).toBe(false);
    expect(isInNetworks('11.0.0.1', ['::ffff:10.0.0.0/8'])).toBe(false);
  });
});
