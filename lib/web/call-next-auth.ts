import * as nextAuth from 'next-auth'
import type { NextAuthOptions } from 'next-auth'
import { cookies } from 'next/headers'
import type { NextRequest } from 'next/server'
import { authOptions } from './auth-options.ts'
import { throwingTrouble } from './auth-trouble.ts'
import { cookieName, cookieOptions } from './cookies.ts'
import { fromCommonJs } from './from-common-js.ts'

type Handler = (request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }, options: NextAuthOptions) => Promise<Response>
const NextAuth = fromCommonJs<Handler>(nextAuth)

/** One call of next-auth, for a request that came to it or one made here. Throws when the database is away. */
export async function callNextAuth(request: NextRequest, path: string[]): Promise<Response> {
  await dropBadCallbackUrl()
  return throwingTrouble(() => NextAuth(request, { params: Promise.resolve({ nextauth: path }) }, authOptions()))
}

/** With a damaged callback-url cookie next-auth answers 500 to everything; it is of no use to us, so it goes. */
async function dropBadCallbackUrl(): Promise<void> {
  const name = cookieName('next-auth.callback-url')
  const jar = await cookies()
  const value = jar.get(name)?.value
  if (value && !isWebAddress(value)) jar.set(name, '', { ...cookieOptions('session'), maxAge: 0 })
}

const isWebAddress = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
