import { sessionEnd } from '#lib/sessions/end.ts'
import { readCookie } from '#lib/web/cookies.ts'
import { currentSession } from '#lib/web/current-user.ts'
import { isSameOrigin } from '#lib/web/same-origin.ts'

/** In how many milliseconds the session of this browser ends, and whether using it puts that off. Asking does not. */
export async function GET(): Promise<Response> {
  return told()
}

/** “Stay signed in”: counts as using the session. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) return new Response(null, { status: 403 })
  await currentSession()
  return told()
}

async function told(): Promise<Response> {
  const token = await readCookie('session')
  const now = new Date()
  const end = token ? await sessionEnd(token, now) : null
  const body = { endsIn: end ? end.at.getTime() - now.getTime() : 0, isFirm: end?.isFirm ?? true }
  return Response.json(body, { headers: { 'Cache-Control': 'no-store' } })
}
