// next-auth 4, told to do two things: give the session cookie to whoever brings a ticket, and take it away.
//
// Its Credentials provider forces the `jwt` strategy, so encode and decode make the "token" our opaque session id, whose row
// is the truth. The one provider spends a ticket that only the sign-in machine makes: a ticket alone opens a session.

import type { NextAuthOptions, User } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import * as credentials from 'next-auth/providers/credentials'
import { environment } from '#lib/env.ts'
import { redeemTicket } from '#lib/login/ticket.ts'
import { endSession, findSession } from '#lib/sessions/sessions.ts'
import { noteTrouble } from './auth-trouble.ts'
import { cookieName, cookieOptions, dropCookie, readCookie, setCookie } from './cookies.ts'
import { fromCommonJs } from './from-common-js.ts'
import { requestOrigin } from './request-origin.ts'
import { safeRedirect } from './safe-redirect.ts'

const Credentials = fromCommonJs<typeof credentials.default>(credentials)

/** What next-auth is told. Made at each call: the operator's settings are read when the server runs, not when it is built. */
export function authOptions(): NextAuthOptions {
  const { nextauthSecret, https, sessionMaxHours } = environment()
  return {
    secret: nextauthSecret,
    debug: false,
    useSecureCookies: https,
    pages: { signIn: '/account/login/', signOut: '/', error: '/account/login/', verifyRequest: '/account/login/', newUser: '/' },
    session: { strategy: 'jwt', maxAge: sessionMaxHours * 3600 },
    providers: [Credentials({ id: 'ticket', name: 'ticket', credentials: { ticket: {}, remember: {} }, authorize })],
    jwt: { encode, decode },
    callbacks: {
      // What a client sends to POST /api/auth/session arrives as `session` with trigger `update`; neither is looked at.
      jwt: ({ token, user }) => (user ? { sub: user.id, sid: sidOf(user) } : token),
      session: ({ session, token }) => ({ expires: session.expires, user: { name: token.name } }),
      redirect: ({ url, baseUrl }) => baseUrl + safeRedirect(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url),
    },
    events: { signOut: ({ token }) => signedOut(token) },
    logger: { error: () => {}, warn: () => {}, debug: () => {} },
    cookies: {
      sessionToken: { name: cookieName('session'), options: cookieOptions('session') },
      callbackUrl: { name: cookieName('next-auth.callback-url'), options: cookieOptions('session') },
    },
  }
}

/** Callable by anyone who sends a form to next-auth: so it trusts nothing but ticket and pending cookie. Its words are fixed codes. */
async function authorize(sent: Partial<Record<string, unknown>> | undefined): Promise<User | null> {
  if (typeof sent?.ticket !== 'string') return null
  try {
    const brought = { pending: await readCookie('pending'), browser: await readCookie('browser'), session: await readCookie('session') }
    const signedIn = await redeemTicket(sent.ticket, brought, sent.remember === 'true', await requestOrigin(), new Date())
    if (!signedIn.ok) return null
    await dropCookie('pending')
    await setCookie('browser', signedIn.value.browser)
    const { user, session } = signedIn.value
    return Object.assign({ id: user.id, name: user.username }, { sid: session })
  } catch (trouble) {
    noteTrouble(trouble)
    return null
  }
}

/** Runs on every read as well, so it makes nothing: the token is the id that is there. */
async function encode({ token }: { token?: JWT }): Promise<string> {
  return typeof token?.sid === 'string' ? token.sid : ''
}

async function decode({ token }: { token?: string }): Promise<JWT | null> {
  if (!token) return null
  try {
    const found = await findSession(token, new Date())
    return found && { sub: found.user.id, name: found.user.username, sid: token }
  } catch (trouble) {
    noteTrouble(trouble) // next-auth would take it for "signed out" and clear the cookie
    return null
  }
}

const sidOf = (user: object) => ('sid' in user && typeof user.sid === 'string' ? user.sid : '')

/** The row first; if that fails, next-auth must not say "signed out" and take the cookie. */
async function signedOut(token: JWT | undefined): Promise<void> {
  if (typeof token?.sid !== 'string') return
  try {
    await endSession(token.sid, await requestOrigin(), new Date())
  } catch (trouble) {
    noteTrouble(trouble)
  }
}
