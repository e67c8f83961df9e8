import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ProblemError } from '../../core/problem.ts';

/**
 * Whether an IP address, without brackets, is one of the public internet: not loopback, private, link-local, shared,
 * reserved, or a form that carries another address inside (6to4, Teredo, NAT64). IPv4-mapped IPv6 counts as its IPv4.
 */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** Throws where the host of a URL is written as an address that is not public: such a host is never looked up. */
export function refusePrivateHost(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw privateAddressProblem(url.hostname);
}

type LookupCallback = (
  error: Error | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/**
 * A `lookup` for sockets that fails where a name has an address that is not public. It gives the socket the very
 * addresses it has checked, so that a name cannot change between the check and the connection.
 */
export function lookupPublic(
  hostname: string,
  options: LookupOptions,
  callback: LookupCallback,
): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const [first] = addresses;
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(privateAddressProblem(hostname), []);
    }
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
}

function privateAddressProblem(host: string): ProblemError {
  return new ProblemError({
    message: `I was redirected to ${host}, an address inside a private network, and did not follow.`,
    remedy: 'If that is where it should go, give that address itself.',
    detail: `redirect to the non-public host ${host}`,
  });
}
