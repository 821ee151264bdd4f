import ipaddr from 'ipaddr.js'

/** The network an address is counted by: an IPv4 address, or the /64 of an IPv6 one; IPv4-mapped addresses are IPv4. */
export function networkOf(ip: string | null): string {
  if (ip === null || !ipaddr.isValid(ip)) return 'unknown'
  const address = ipaddr.process(ip)
  if (address.kind() === 'ipv4') return address.toString()
  const upper = address.toByteArray().slice(0, 8)
  return `${ipaddr.fromByteArray([...upper, ...Array.from({ length: 8 }, () => 0)]).toString()}/64`
}
