import { eq } from 'drizzle-orm'
import { db, type Reader } from '#lib/db/client.ts'
import { settings } from '#lib/db/schema.ts'

/** Rules an administrator can turn on; all are off on a new index. */
export const SITE_RULES = ['refuse-new-projects', 'refuse-standard-library-names', 'refuse-uploads', 'read-only', 'refuse-old-releases', 'private-new-projects'] as const
export type SiteRule = (typeof SITE_RULES)[number]

/** Whether a rule is on now, in every process: the row is read each time. */
export async function isRuleOn(rule: SiteRule, reader: Reader = db()): Promise<boolean> {
  const [row] = await reader.select({ value: settings.value }).from(settings).where(eq(settings.key, ruleKey(rule)))
  return row?.value === true
}

/** The key of a rule in the table of settings. */
export const ruleKey = (rule: SiteRule) => `rule.${rule}`
