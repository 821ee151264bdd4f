// Where a token is used from. A token that leaked is first noticed by its owner when it turns up where it never was: one
// letter for each network that is new. A look costs nothing while the token stays where it is: what is known is kept in
// memory, and nobody waits for the rest.

import { and, count, eq, gt } from 'drizzle-orm'
import ipaddr from 'ipaddr.js'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { apiTokens, tokenNetworks } from '#lib/db/schema.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import { TOKEN_NETWORK_LETTERS_PER_DAY, TOKEN_NETWORKS_MAX } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { shared } from '#lib/shared.ts'
import { recordOnProjects } from './on-projects.ts'

export type UsedToken = { id: string; userId: string; username: string }

const KNOWN_MAX = 10_000
const known = shared('token-networks', () => new Set<string>())

/**
 * The network of an address, as wide as one place usually is: the /24 of an IPv4 address; the /48 of an IPv6 one, which is
 * the most that one site is given (RFC 6177). Null when the address is unknown.
 */
export function siteOf(ip: string | null): string | null {
  if (ip === null || !ipaddr.isValid(ip)) return null
  const address = ipaddr.process(ip)
  const bits = address.kind() === 'ipv4' ? 24 : 48
  const bytes = address.toByteArray()
  return `${ipaddr.fromByteArray(bytes.map((byte, place) => (place < bits / 8 ? byte : 0))).toString()}/${bits}`
}

/** Notes from where a token is used, without keeping anybody waiting; trouble with it stops no upload. */
export function noticeNetwork(token: UsedToken, origin: Origin, now: Date): void {
  const network = siteOf(origin.ip)
  if (network === null || known.has(`${token.id} ${network}`)) return
  remember(`${token.id} ${network}`)
  noteNetwork(token, network, origin, now).catch((trouble: unknown) => {
    known.delete(`${token.id} ${network}`)
    console.error('The network of a token was not noted:', trouble)
  })
}

/** The oldest is forgotten first; it costs one look into the table when it comes again. */
function remember(key: string): void {
  const [oldest] = known
  if (known.size >= KNOWN_MAX && oldest !== undefined) known.delete(oldest)
  known.add(key)
}

/**
 * Keeps a network with its token and, when it is new, tells the owner and the record, that of the projects it is limited to as
 * well; never of the first. Of many at once from one network, one tells. After so many in a day only the record is told.
 */
export async function noteNetwork(token: UsedToken, network: string, origin: Origin, now: Date): Promise<void> {
  const ours = eq(tokenNetworks.tokenId, token.id)
  if ((await db().$count(tokenNetworks, and(ours, eq(tokenNetworks.network, network)))) > 0) return
  await db().transaction(async (tx) => {
    const [row] = await tx.select().from(apiTokens).where(eq(apiTokens.id, token.id)).for('update')
    const before = await networksOf(tx, token.id, now)
    if (!row || before.all >= TOKEN_NETWORKS_MAX) return
    const added = await tx.insert(tokenNetworks).values({ tokenId: token.id, network, firstSeenAt: now }).onConflictDoNothing().returning()
    if (added.length === 0 || before.all === 0) return

    const { userId, username, id: tokenId } = token
    await record(tx, { action: 'token.new-network', userId, actorName: username, tokenId, detail: { name: row.name, network } }, origin)
    await recordOnProjects(tx, { action: 'token.new-network', actorId: userId, actorName: username }, row, row.projectIds ?? [], origin)
    if (before.today < TOKEN_NETWORK_LETTERS_PER_DAY) await sendWarning(tx, 'token-new-network', userId, origin, now, { name: row.name })
  })
}

/** How many there are, and how many of them came up within a day, the first of all aside. */
async function networksOf(tx: Tx, tokenId: string, now: Date): Promise<{ all: number; today: number }> {
  const ours = eq(tokenNetworks.tokenId, tokenId)
  const [{ all } = { all: 0 }] = await tx.select({ all: count() }).from(tokenNetworks).where(ours)
  const yesterday = new Date(now.getTime() - 86_400_000)
  const [{ recent } = { recent: 0 }] = await tx.select({ recent: count() }).from(tokenNetworks).where(and(ours, gt(tokenNetworks.firstSeenAt, yesterday)))
  return { all, today: recent === all ? Math.max(0, recent - 1) : recent }
}
