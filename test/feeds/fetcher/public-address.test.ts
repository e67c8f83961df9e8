import { expect, test } from 'vitest';
import { isPublicAddress, lookupPublic } from '../../../src/feeds/fetcher/public-address.ts';

test.each([
  ['8.8.8.8', true],
  ['2606:4700::6810:84e5', true],
  ['::ffff:8.8.8.8', true],
  ['127.0.0.1', false],
  ['0.0.0.0', false],
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['192.168.1.1', false],
  ['100.64.0.1', false],
  ['169.254.169.254', false],
  ['192.0.2.1', false],
  ['198.18.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::ffff:10.0.0.1', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['2001:db8::1', false],
  ['2002:7f00:1::', false],
  ['64:ff9b::7f00:1', false],
  ['not an address', false],
  ['', false],
])('%j is public: %j', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

test.each([true, false])('a name of a private address is not looked up (all: %j)', async (all) => {
  const error = await new Promise((resolve) => lookupPublic('localhost', { all }, resolve));
  expect(error).toMatchObject({ problem: { message: expect.stringContaining('localhost') } });
});
