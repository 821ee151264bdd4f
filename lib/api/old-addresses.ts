// /pypi?:action=… and other addresses of long ago, still in tools and in many a README: to where the same is today, the list of
// classifiers as plain text, or gone (PyPI's answers).
import { type Context, Hono } from 'hono'
import { environment } from '#lib/env.ts'
import { CLASSIFIERS } from '#lib/protocol/classifiers.ts'
import { escapeMarkup } from '#lib/protocol/escape.ts'
import { reading } from './reading.ts'
import { CORS, movedTo, notFound } from './refusals.ts'

export const oldAddresses = new Hono()

for (const path of ['/pypi', '/pypi/']) {
  oldAddresses.get(path, answer)
  oldAddresses.post(path, (c) => (isXmlRpc(c) ? noXmlRpc() : GONE.has(asked(c)) ? gone(asked(c)) : notFound()))
}
oldAddresses.post('/RPC2', noXmlRpc)
for (const path of ['/p/:name', '/p/:name/']) reading(oldAddresses, path, (c) => movedTo(`/project/${encoded(c, 'name')}/`))
for (const path of ['/u/:name', '/u/:name/']) reading(oldAddresses, path, (c) => movedTo(`/user/${encoded(c, 'name')}/`))

const isXmlRpc = (c: Context) => /^(?:text|application)\/xml\b/.test(c.req.header('content-type') ?? '')

/** A fault as clients of XML-RPC read it (`pip search`, old mirrors), with the number that PyPI gives for what it ended. */
function noXmlRpc(): Response {
  const { origin } = environment()
  const said = `RuntimeError: There is no XML-RPC here. Search at ${origin}/search/; for a mirror, the serials stand in ${origin}/simple/ as JSON.`
  const members = `<member><name>faultCode</name><value><int>-32500</int></value></member><member><name>faultString</name><value><string>${escapeMarkup(said)}</string></value></member>`
  return new Response(`<?xml version="1.0"?>\n<methodResponse><fault><value><struct>${members}</struct></value></fault></methodResponse>\n`, { headers: { 'Content-Type': 'text/xml; charset=UTF-8', 'Cache-Control': 'no-store' } })
}

const asked = (c: Context) => c.req.query(':action') ?? ''
const encoded = (c: Context, name: string) => encodeURIComponent(c.req.param(name) ?? '')

const GONE = new Map(Object.entries({
  file_upload: 'Uploads have moved to /legacy/: give that to twine or uv as the repository URL.',
  submit: 'Project pre-registration is no longer required or supported, upload your files instead.',
  submit_pkg_info: 'Project pre-registration is no longer required or supported, upload your files instead.',
  doc_upload: 'Uploading documentation is no longer supported, host it where you like and link to it.',
  doap: 'DOAP is no longer supported.',
}))

function answer(c: Context): Response {
  const action = asked(c)
  if (GONE.has(action)) return gone(action)
  const { name, version, term } = c.req.query()
  const project = `/project/${encodeURIComponent(name ?? '')}/`
  switch (action) {
    case 'list_classifiers': return text(200, `${CLASSIFIERS.join('\n')}\n`)
    case 'rss': return movedTo('/rss/updates.xml')
    case 'packages_rss': return movedTo('/rss/packages.xml')
    case 'search': return movedTo(`/search/?q=${encodeURIComponent(term ?? name ?? '')}`)
    case 'browse': return movedTo('/search/')
    case 'display': return name ? movedTo(version ? `${project}${encodeURIComponent(version)}/` : project) : notFound()
    case 'files': return name ? movedTo(`${project}#files`) : notFound()
    default: return notFound()
  }
}

const gone = (action: string) => text(410, `410 Gone: ${GONE.get(action)}`)

const text = (status: number, body: string) =>
  new Response(body, { status, headers: { ...CORS, 'Content-Type': 'text/plain; charset=UTF-8', 'Cache-Control': 'max-age=900, public' } })
