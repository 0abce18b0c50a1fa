import { type LookupOptions, lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Addresses that are not the web's: this machine, private networks and links (RFC 6890). */
const ranges = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
] as const

const list = new BlockList()
for (const [net, bits, family] of ranges) list.addSubnet(net, bits, family)

/** Whether an IP address is one of this machine or of a private network; one of IPv4 may be written as of IPv6. */
export const isPrivateAddress = (address: string): boolean => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** The code of the error with which a guarded connection ends. */
export const privateCode = 'EPRIVATE'

const refusal = (address: string): Error =>
  Object.assign(new Error(`${address} is a private address`), { code: privateCode })

/**
 * How a host is looked up that must not be private: the addresses that are found are those that are connected to, so that
 * they cannot be others than those that were checked.
 */
export const guardedLookup =
  (isPrivate: (address: string) => boolean): LookupFunction =>
  (host, options, done) =>
    lookup(host, options as LookupOptions, (cause, found, family) => {
      const addresses = typeof found === 'string' ? [found] : found.map(({ address }) => address)
      const wrong = cause === null ? addresses.find(isPrivate) : undefined
      if (wrong === undefined) done(cause, found, family)
      else done(refusal(wrong), '', 0)
    })

/** A host that is an address is not looked up; the error for one that is private. */
export const literalRefusal = (hostname: string, isPrivate: (address: string) => boolean): Error | undefined => {
  const address = hostname.replace(/^\[|\]$/g, '')
  return isIP(address) !== 0 && isPrivate(address) ? refusal(address) : undefined
}
