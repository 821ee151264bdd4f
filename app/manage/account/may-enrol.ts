import { redirect } from 'next/navigation'
import { mayEnrol } from '#lib/two-factor/factors.ts'

/** A second factor needs a confirmed address, and saved recovery codes first: sends the person where that is done. */
export async function requireMayEnrol(userId: string, next: string): Promise<void> {
  const answer = await mayEnrol(userId)
  if (answer === 'address-unconfirmed') redirect('/manage/account/#account-emails')
  if (answer === 'codes-first') redirect(`/manage/account/recovery-codes/?next=${encodeURIComponent(next)}`)
}
