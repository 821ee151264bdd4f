// POST /_/announcements/leave: what mail programs call when their user leaves a list (RFC 8058 §3.2). The token is the only
// proof; no cookie, no page, no question. Whoever opens the address sees the page with the button: a GET changes nothing.
import { Hono } from 'hono'
import { leaveAnnouncements } from '#lib/announcements/subscribers.ts'
import { methodNotAllowed } from './refusals.ts'

export const announcementRoutes = new Hono()

const PATH = '/_/announcements/leave'

announcementRoutes.post(PATH, async (c) => {
  const left = await leaveAnnouncements((c.req.query('token') ?? '').slice(0, 200), new Date())
  return left.ok ? c.text('You get no more announcements.') : c.text('This link does not work any more.', 404)
})
announcementRoutes.get(PATH, (c) => c.redirect(`/announcements/leave/?${new URLSearchParams({ token: c.req.query('token') ?? '' })}`, 303))
announcementRoutes.all(PATH, () => methodNotAllowed('GET, HEAD, POST'))
