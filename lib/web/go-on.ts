import { redirect } from 'next/navigation'
import { setCookie } from './cookies.ts'
import { safeRedirect } from './safe-redirect.ts'
import { serverSignIn } from './sign-in.ts'

type Step = { cookie: string | null; ticket: string | null; next: string }

/**
 * Where a passed step of signing in leads: without a ticket, to the second step; with one, to the session and on to `next`,
 * or to `home` when that is not a path of ours. A ticket that was spent or waited too long begins anew.
 */
export async function goOnSignedIn({ cookie, ticket, next }: Step, home: string, remember = false): Promise<never> {
  if (cookie) await setCookie('pending', cookie)
  if (ticket === null) redirect('/account/two-factor/')
  if (!(await serverSignIn(ticket, remember))) redirect('/account/login/?notice=expired')
  redirect(safeRedirect(next, home))
}

/** The second factor was right, and the mailed code comes next: the cookie stays as long as that is good. */
export async function goOnToMailedCode(cookie: string | null, remember = false): Promise<never> {
  if (cookie) await setCookie('pending', cookie)
  redirect(`/account/confirm-browser/${remember ? '?remember=on' : ''}`)
}
