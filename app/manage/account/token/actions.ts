'use server'

import { getFormatter, getTranslations } from 'next-intl/server'
import { newToken, type NewToken } from '#lib/tokens/input.ts'
import { createToken } from '#lib/tokens/tokens.ts'
import { sudoAction } from '#lib/web/form-action.ts'
import { commandsFor } from './commands.ts'

export const makeToken = sudoAction(newToken, async (user, wish, origin) => {
  const made = await createToken(user, wish, origin, new Date())
  if (made.ok) return { data: { token: made.value.token, may: await inWords(wish, made.value.expiresAt), commands: await commandsFor(wish, made.value.token) } }
  return made.error === 'name-taken' ? { fields: { name: made.error } } : { error: made.error }
})

/** The plain sentence of what the new token may do. */
async function inWords({ purpose: may, scope }: NewToken, expiresAt: Date): Promise<string> {
  const [t, format] = [await getTranslations('tokens.made'), await getFormatter()]
  const date = format.dateTime(expiresAt, 'date')
  return scope === 'user' ? t('mayEverything', { may, date }) : t('maySelected', { may, date, projects: format.list(scope) })
}
