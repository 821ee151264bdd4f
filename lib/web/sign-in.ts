// Signing in and out from a server action, with or without JavaScript: next-auth's own handler is called in process, so that
// its CSRF check, callbacks and events run, and its cookies are copied into the answer.

import { cookies } from 'next/headers'
import { NextRequest, NextResponse } from 'next/server'
import { environment } from '#lib/env.ts'
import { setAnswerHeader } from './answer-status.ts'
import { callNextAuth } from './call-next-auth.ts'

/** Spends the ticket of a completed sign-in. False when it is used, old, or not of this browser. */
export async function serverSignIn(ticket: string, remember = false): Promise<boolean> {
  const { url } = await post(['callback', 'ticket'], { ticket, remember: String(remember) })
  return new URL(url, environment().origin).searchParams.get('error') === null
}

/** Ends the session of this browser, takes its cookie away, and asks it to forget the pages it kept (ASVS 5.0 V14.3.1). */
export async function serverSignOut(): Promise<void> {
  setAnswerHeader('Clear-Site-Data', '"cache", "storage"')
  await post(['signout'], {})
}

async function post(path: string[], fields: Record<string, string>): Promise<{ url: string }> {
  const { csrfToken } = (await (await call(['csrf'])).json()) as { csrfToken: string }
  const answer = await call(path, { ...fields, csrfToken, json: 'true', callbackUrl: environment().origin })
  return (await answer.json()) as { url: string }
}

async function call(path: string[], form?: Record<string, string>): Promise<Response> {
  const url = `${environment().origin}/api/auth/${path.join('/')}`
  const request = new NextRequest(url, form ? { method: 'POST', body: new URLSearchParams(form) } : {})
  const response = await callNextAuth(request, path)
  await copyCookies(response)
  return response
}

/** The parser loses `Max-Age=0`: an empty value means that the cookie goes, and without it it would stay. */
async function copyCookies(response: Response): Promise<void> {
  const jar = await cookies()
  const sent = new NextResponse(null, { headers: response.headers })
  for (const { name, value, ...options } of sent.cookies.getAll()) jar.set(name, value ?? '', value ? options : { ...options, maxAge: 0 })
}
