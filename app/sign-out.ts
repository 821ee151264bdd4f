'use server'

import { redirect } from 'next/navigation'
import { assertSameOrigin } from '#lib/web/same-origin.ts'
import { serverSignOut } from '#lib/web/sign-in.ts'

/** Ends the session of this browser. */
export async function signOut(): Promise<void> {
  await assertSameOrigin()
  await serverSignOut()
  redirect('/account/login/?notice=signedOut')
}
