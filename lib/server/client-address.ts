import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'
import type { Network } from '#lib/env-fields.ts'
import { remembered } from '#lib/remembered.ts'

/** Whether the peer of a connection is one of the operator's proxies, whose `X-Forwarded-*` count. */
export function isTrusted(address: string | undefined, proxies: Network[]): boolean {
  if (proxies.length === 0 || address === undefined) return false
  const parsed = parse(address)
  return parsed !== null && proxies.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits))
}

/**
 * The address a request came from. `X-Forwarded-For` grows to the right, each proxy adding the peer it saw; read from the right,
 * the first address that is not a proxy of ours is the client's. What stands further left was written by the client.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | undefined, proxies: Network[]): string | null {
  const hops = [...(forwardedFor ?? '').split(','), peer ?? ''].map((hop) => hop.trim()).filter(Boolean)
  let client: string | null = null
  for (const hop of hops.toReversed()) {
    const address = parse(hop)
    if (!address) break
    client = address.toString()
    if (!isTrusted(hop, proxies)) break
  }
  return client
}

/** The host that the client asked for; a proxy may tell it in a header of its own. */
export function requestedHost(request: IncomingMessage, proxies: Network[]): string | undefined {
  const told = isTrusted(request.socket.remoteAddress, proxies) ? request.headers['x-forwarded-host'] : undefined
  return (typeof told === 'string' && told) || request.headers.host
}

/**
 * Whether one of our proxies says that the client spoke plain HTTP to it (`X-Forwarded-Proto`). Of several values the first
 * is the client's; whoever lies there only gets a refusal.
 */
export function cameInTheClear(request: IncomingMessage, proxies: Network[]): boolean {
  const told = isTrusted(request.socket.remoteAddress, proxies) ? request.headers['x-forwarded-proto'] : undefined
  return typeof told === 'string' && told.split(',')[0]?.trim().toLowerCase() === 'http'
}

/** IPv4 addresses that arrive on an IPv6 socket are IPv4 addresses; a port behind the address does not count. */
const parse = remembered(1000, (address): ipaddr.IPv4 | ipaddr.IPv6 | null => {
  const bare = address.replace(/^\[(.+)\](?::\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1').replace(/%.*$/, '')
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null
})
