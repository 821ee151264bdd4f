import { z } from 'zod'
import { SITE_RULES, type SiteRule } from '#lib/projects/site-rules.ts'

const box = z.literal('on').optional()

/** A box for each rule; the rules whose boxes are ticked. */
export const siteRules = z.strictObject(Object.fromEntries(SITE_RULES.map((rule) => [rule, box])) as Record<SiteRule, typeof box>)
  .transform((boxes) => SITE_RULES.filter((rule) => boxes[rule] === 'on'))
