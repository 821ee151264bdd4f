// The rules for packages that hold on the whole site. Each is a row that is read whenever it matters (lib/projects/site-rules.ts),
// so a change holds for every process at once.

import { sql } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { ADVISORY_LOCKS } from '#lib/db/advisory-locks.ts'
import { db, type Reader } from '#lib/db/client.ts'
import { settings } from '#lib/db/schema.ts'
import type { Origin } from '#lib/origin.ts'
import type { Actor } from '#lib/projects/members.ts'
import { isRuleOn, ruleKey, SITE_RULES, type SiteRule } from '#lib/projects/site-rules.ts'

/** The rules that are on. */
export async function rulesInForce(reader: Reader = db()): Promise<SiteRule[]> {
  const on = await Promise.all(SITE_RULES.map((rule) => isRuleOn(rule, reader)))
  return SITE_RULES.filter((_, place) => on[place])
}

/** Turns on the rules that are wanted and off all others, each change on record. Of two administrators at once the second one sees what the first did. */
export async function changeRules(wanted: readonly SiteRule[], admin: Actor, origin: Origin, now: Date): Promise<void> {
  await db().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.siteRules})`)
    const before = await rulesInForce(tx)
    for (const rule of SITE_RULES) {
      const [was, is] = [before.includes(rule), wanted.includes(rule)]
      if (was === is) continue
      await tx.insert(settings).values({ key: ruleKey(rule), value: is, changedAt: now }).onConflictDoUpdate({ target: settings.key, set: { value: is, changedAt: now } })
      await record(tx, { action: 'setting.changed', userId: admin.id, actorName: admin.username, detail: { name: rule, from: was ? 'on' : 'off', to: is ? 'on' : 'off' } }, origin)
    }
  })
}
