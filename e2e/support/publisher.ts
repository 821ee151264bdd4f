import { randomBytes } from 'node:crypto'
import type { Browser } from '@playwright/test'
import { newAddress } from './own-network.ts'
import { Person } from './person.ts'

/** Somebody with a second factor and a token that publishes, in a browser and a network of their own. */
export async function givePublisher(browser: Browser): Promise<{ person: Person; token: string }> {
  const person = new Person(await browser.newPage({ extraHTTPHeaders: { 'x-forwarded-for': newAddress() } }), 'publisher')
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  await person.addAuthenticatorApp()
  return { person, token: await person.makeToken('clients') }
}

/** A name that nobody has taken. */
export const fresh = (stem: string): string => `${stem}-${randomBytes(4).toString('hex')}`
