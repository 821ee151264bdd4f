// "Does this key still work?", asked from the account page of one key: no other of the same account may answer for it.
//
//   offerKeyTest     options that name this key alone, and a challenge bound to it and to the session
//   testSecurityKey  the browser's answer; when another key gave it, which one

import { eq } from 'drizzle-orm'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { record } from '#lib/audit/audit.ts'
import { db, type Reader, type Tx } from '#lib/db/client.ts'
import { securityKeys } from '#lib/db/schema.ts'
import type { Origin } from '#lib/origin.ts'
import { readAssertion } from '#lib/protocol/webauthn-response.ts'
import { type Err, err, ok, type Result } from '#lib/result.ts'
import { type Asked, offerAssertion, spendAssertion } from './assertions.ts'

/** `boundTo`: the hash of the session's cookie. */
export type KeyTest = { keyId: string; boundTo: string }
/** The names of the key that answered and of the one that was asked, both of this account. */
export type OtherKey = Err<'other-key'> & { answered: string; asked: string }

/** Options for `navigator.credentials.get()` that only the key in question can answer. */
export async function offerKeyTest(
  userId: string, test: KeyTest, now: Date,
): Promise<Result<PublicKeyCredentialRequestOptionsJSON, 'not-found' | 'key-disabled'>> {
  const options = await offerAssertion(askedBy(test), userId, now)
  if (options.ok) return options
  const ofUser = await listKeys(db(), userId)
  return err(ofUser.some(({ id }) => id === test.keyId) ? 'key-disabled' : 'not-found')
}

/** Whether the key answered. It counts as use; another key's answer counts for nothing, as an unknown key's does at sign-in. */
export async function testSecurityKey(
  userId: string, test: KeyTest, response: unknown, origin: Origin, now: Date,
): Promise<Result<{ name: string }, 'not-found' | 'key-refused'> | OtherKey> {
  return db().transaction(async (tx) => {
    const spent = await spendAssertion(tx, askedBy(test), userId, response, now, origin)
    if (!spent) return whyNot(tx, userId, test, response)
    await record(tx, { action: 'security-key.tested', userId, detail: { name: spent.name } }, origin)
    return ok({ name: spent.name })
  })
}

const askedBy = ({ keyId, boundTo }: KeyTest): Asked => ({ ceremony: 'test', boundTo, keyId })

async function whyNot(tx: Tx, userId: string, { keyId }: KeyTest, response: unknown) {
  const ofUser = await listKeys(tx, userId)
  const asked = ofUser.find(({ id }) => id === keyId)
  if (!asked) return err('not-found')
  const answered = ofUser.find(({ credentialId }) => credentialId === readAssertion(response)?.id)
  return answered && answered !== asked ? { ...err('other-key'), answered: answered.name, asked: asked.name } : err('key-refused')
}

const listKeys = (reader: Reader, userId: string) =>
  reader.select({ id: securityKeys.id, credentialId: securityKeys.credentialId, name: securityKeys.name })
    .from(securityKeys).where(eq(securityKeys.userId, userId))
