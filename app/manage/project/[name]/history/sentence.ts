import { getTranslations } from 'next-intl/server'
import type { RecordedEvent } from '#lib/audit/audit.ts'

const FIELDS = ['name', 'user', 'role', 'version', 'filename', 'reason', 'via'] as const

/** An event of a project, in the reader's language. */
export async function sentenceOf(event: RecordedEvent): Promise<string> {
  const t = await getTranslations('projects.history.actions')
  const key = event.action as Parameters<typeof t.has>[0]
  if (!t.has(key)) return event.action
  const values = Object.fromEntries(FIELDS.map((field) => [field, String(event.detail[field] ?? '')]))
  return (t as unknown as (key: string, values: Record<string, string>) => string)(event.action, values)
}
