import { getTranslations } from 'next-intl/server'
import type { RecordedEvent } from '#lib/audit/audit.ts'

const FIELDS = ['name', 'address', 'project', 'version', 'filename', 'via'] as const

/** An event of the record, in the reader's language. */
export async function sentenceOf(event: RecordedEvent): Promise<string> {
  const t = await getTranslations('account.history.actions')
  const key = event.action as Parameters<typeof t.has>[0]
  if (!t.has(key)) return event.action
  // What happened to a project has the project's name under `name`.
  const detail: RecordedEvent['detail'] = { project: event.detail.name ?? null, ...event.detail }
  const values = Object.fromEntries(FIELDS.map((field) => [field, String(detail[field] ?? '')]))
  return (t as unknown as (key: string, values: Record<string, string>) => string)(event.action, values)
}

const ODD = /^(login\.(failed|throttled|second-factor-failed|new-browser)|sudo\.failed|totp\.(replayed|disabled)|security-key\.(clone-suspected|disabled)|recovery-code\.(used|failed)|recovery\.|account\.(disabled|made-administrator)|token\.(leaked|new-network)|password\.reset)/

/** Events that their owner should recognise: failures, replays, new browsers, recovery. */
export const isWorthALook = (event: RecordedEvent): boolean => event.outcome === 'failure' || ODD.test(event.action)
