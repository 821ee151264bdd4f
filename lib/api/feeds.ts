// GET /rss/…: what is new, for feed readers.
import { type Context, Hono } from 'hono'
import { listAnnouncementItems } from '#lib/announcements/announcements.ts'
import { listNewestProjects, listNewestReleases, listReleasesOf } from '#lib/catalog/feeds.ts'
import { findListedProject } from '#lib/catalog/listed-releases.ts'
import { environment } from '#lib/env.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { type FeedItem, renderFeed } from '#lib/protocol/rss.ts'
import { reading } from './reading.ts'
import { hidden, movedTo, notFound } from './refusals.ts'
import { textAnswer } from './text-answer.ts'
import { visibilityOf } from './visibility.ts'

export const feeds = new Hono()

reading(feeds, '/rss/updates.xml', async (c) => send(c, 'recent updates', 'New releases', '/', await listNewestReleases()))
reading(feeds, '/rss/packages.xml', async (c) => send(c, 'newest projects', 'New projects', '/', await listNewestProjects()))
reading(feeds, '/rss/announcements.xml', async (c) => send(c, 'announcements', 'Announcements', '/announcements/', await listAnnouncementItems()))
reading(feeds, '/rss/project/:name/releases.xml', async (c) => {
  const name = c.req.param('name') ?? ''
  const normalized = normalizeName(name)
  if (name !== normalized) return movedTo(`/rss/project/${encodeURIComponent(normalized)}/releases.xml`)

  const project = await findListedProject(normalized)
  if (!project || project.status === 'quarantined') return notFound()
  const visibility = await visibilityOf(c, project)
  if (visibility !== 'shown') return hidden(visibility)
  return send(c, `releases of ${project.name}`, `New releases of ${project.name}`, `/project/${project.name}/`, await listReleasesOf(project.id), project)
})

function send(c: Context, title: string, description: string, path: string, items: FeedItem[], project = { isPrivate: false }): Promise<Response> {
  const { siteName, origin } = environment()
  const feed = renderFeed({ title: `${siteName} ${title}`, link: `${origin}${path}`, description: `${description} on ${siteName}`, items })
  return textAnswer(c, { text: feed, type: 'text/xml; charset=UTF-8', cache: 'max-age=600, public', project })
}
