import type { NextRequest } from 'next/server'
import { callNextAuth } from './call-next-auth.ts'
import { isSameOrigin } from './same-origin.ts'

type Context = { params: Promise<{ nextauth: string[] }> }

/** What of next-auth can be asked from outside. `_log`, which writes what anybody sends into the log, is not among it. */
const OPEN = {
  GET: ['session', 'csrf', 'providers', 'signin', 'signout', 'error'],
  POST: ['session', 'signout', 'callback'],
}

/** next-auth leaves it out of redirects and refusals, and all of it is about one person (ASVS 5.0 V14.3.2). */
const NO_STORE = 'private, no-store'

/** GET /api/auth/…: next-auth's own answers. */
export async function authGet(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params
  return OPEN.GET.includes(nextauth[0] ?? '') ? answer(request, nextauth) : notFound()
}

/** POST /api/auth/…: for pages of ours only; route handlers have no such check of their own. */
export async function authPost(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params
  if (!OPEN.POST.includes(nextauth[0] ?? '')) return notFound()
  return isSameOrigin(request.headers) ? answer(request, nextauth) : new Response('403 Forbidden', { status: 403, headers: { 'cache-control': NO_STORE } })
}

async function answer(request: NextRequest, path: string[]): Promise<Response> {
  try {
    const answered = await callNextAuth(request, path)
    answered.headers.set('cache-control', NO_STORE)
    return answered
  } catch (trouble) {
    console.error('next-auth:', trouble)
    return new Response('503 Service Unavailable', { status: 503, headers: { 'retry-after': '5', 'cache-control': NO_STORE } })
  }
}

const notFound = () => new Response('404 Not Found', { status: 404, headers: { 'cache-control': NO_STORE } })
