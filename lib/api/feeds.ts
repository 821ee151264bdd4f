// GET /rss/…: what is new, for feed readers.
import { Hono } from 'hono'
import { listNewestProjects, listNewestReleases, listReleasesOf } from '#lib/catalog/feeds.ts'
import { findListedProject } from '#lib/catalog/listed-releases.ts'
import { environment } from '#lib/env.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { type FeedItem, renderFeed } from '#lib/protocol/rss.ts'
import { reading } from './reading.ts'
import { CORS, hidden, movedTo, notFound } from './refusals.ts'
import { cacheControl, visibilityOf } from './visibility.ts'

export const feeds = new Hono()

reading(feeds, '/rss/updates.xml', async () => send('recent updates', 'New releases', '/', await listNewestReleases()))
reading(feeds, '/rss/packages.xml', async () => send('newest projects', 'New projects', '/', await listNewestProjects()))
reading(feeds, '/rss/project/:name/releases.xml', async (c) => {
  const name = c.req.param('name') ?? ''
  const normalized = normalizeName(name)
  if (name !== normalized) return movedTo(`/rss/project/${encodeURIComponent(normalized)}/releases.xml`)

  const project = await findListedProject(normalized)
  if (!project || project.status === 'quarantined') return notFound()
  const visibility = await visibilityOf(c, project)
  if (visibility !== 'shown') return hidden(visibility)
  return send(`releases of ${project.name}`, `New releases of ${project.name}`, `/project/${project.name}/`, await listReleasesOf(project.id), project)
})

function send(title: string, description: string, path: string, items: FeedItem[], project = { isPrivate: false }): Response {
  const { siteName, origin } = environment()
  const feed = renderFeed({ title: `${siteName} ${title}`, link: `${origin}${path}`, description: `${description} on ${siteName}`, items })
  const cors = project.isPrivate ? {} : CORS
  return new Response(feed, { headers: { ...cors, 'Content-Type': 'text/xml; charset=UTF-8', 'Cache-Control': cacheControl(project, 'max-age=600, public') } })
}
