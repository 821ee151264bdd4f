import type { useTranslations } from 'next-intl'
import { getMessages } from 'next-intl/server'

export type Group = NonNullable<Parameters<typeof useTranslations>[0]>

/** A whole group of messages, for a client component that picks one by a code: `words('auth.errors')`. None takes values. */
export async function words(group: Group): Promise<Record<string, string>> {
  let found: unknown = await getMessages()
  for (const part of String(group).split('.')) found = (found as Record<string, unknown>)[part]
  return found as Record<string, string>
}
