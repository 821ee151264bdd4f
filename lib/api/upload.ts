// POST /legacy/: twine, uv and curl publish here (PyPI's legacy upload API).
//
//   what is asked for? → whose token? → the body, straight to the disk → publish → one answer
//
// The answer is sent when the client has finished sending, for most clients only listen then.

import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { environment } from '#lib/env.ts'
import { IN_THE_CLEAR_HEADER, type Origin } from '#lib/origin.ts'
import { limitFor, publish, type UploadMode } from '#lib/releases/publish.ts'
import { checkPasswordPublisher } from '#lib/releases/password-publisher.ts'
import { readToEnd } from '#lib/releases/read-to-end.ts'
import type { FormFields, Publisher, UploadForm, UploadOutcome } from '#lib/releases/upload.ts'
import type { Result } from '#lib/result.ts'
import { checkToken } from '#lib/tokens/check.ts'
import { originOf } from './origin.ts'
import { READING } from './reading.ts'
import { methodNotAllowed } from './refusals.ts'
import { inTurn } from '#lib/releases/turns.ts'
import { answerBody, plainAnswer, reasonPhrase, refusalAnswer, type UploadAnswer } from './upload-answer.ts'
import { discardContent, readUploadForm } from '#lib/releases/upload-form.ts'
import { formInWords, helpAt, inTheClear, inWords, type StrangerError, strangerInWords } from '#lib/releases/upload-refusals.ts'

type Env = { Bindings: HttpBindings }
type Asking = Context<Env>

export const upload = new Hono<Env>()

upload.post('/legacy/', async (c) => answer(c, await answerUpload(c, originOf(c), new Date())))
upload.get('/legacy/', (c) => answer(c, infoPage(200)))
upload.all('/legacy/', () => methodNotAllowed('GET, HEAD, POST'))
upload.all('/legacy', (c) => answer(c, { ...plainAnswer(308, 'An upload was attempted to /legacy but the expected upload URL is /legacy/ (with a trailing slash)'), help: helpAt('slash'), headers: { Location: uploadAddress() } }))

// Files that are sent to where packages are installed from, or to where they went long ago: the status line says where to.
for (const path of ['/simple', '/simple/']) upload.post(path, (c) => answer(c, elsewhere(405, { Allow: READING })))
for (const path of ['/pypi', '/pypi/']) upload.post(path, (c, next) => (isForm(c) && c.req.query(':action') === undefined ? answer(c, elsewhere(410)) : next()))

const uploadAddress = () => `${environment().origin}/legacy/`
const isForm = (c: Asking) => c.req.header('content-type')?.startsWith('multipart/') ?? false
const elsewhere = (status: 405 | 410, headers: Record<string, string> = {}): UploadAnswer =>
  ({ ...plainAnswer(status, `Uploads go to ${uploadAddress()} and not here. Give that to twine or uv as the repository URL.`), help: helpAt('slash'), headers })

async function answerUpload(c: Asking, origin: Origin, now: Date): Promise<UploadAnswer> {
  if (c.req.header(IN_THE_CLEAR_HEADER) !== undefined) return refusalAnswer([inTheClear()])
  const named = c.req.query(':action')
  if (named !== undefined && !isUpload(named)) return otherAction(named)

  const publisher = await whoAsks(c.req.header('authorization'), origin, now)
  if (!publisher.ok) return named === undefined ? answerStranger(c, publisher.error) : refusalAnswer([strangerInWords(publisher.error)])
  return inTurn(publisher.value.userId, () => receive(c, publisher.value, origin, now))
}

async function whoAsks(header: string | undefined, origin: Origin, now: Date): Promise<Result<Publisher, StrangerError>> {
  const holder = await checkToken(header, origin, now)
  return !holder.ok && holder.error === 'not-a-token' ? checkPasswordPublisher(header, origin, now) : holder
}

async function receive(c: Asking, publisher: Publisher, origin: Origin, now: Date): Promise<UploadAnswer> {
  const form = await readUploadForm(c.req.header('content-type'), c.env.incoming, limitFor)
  if (!form.ok) return refusalAnswer([formInWords(form.error)])

  const action = actionOf(c, form.value.fields)
  if (isUpload(action) || isCutOff(form.value)) return inAnswer(await publish(publisher, form.value, origin, now, modeOf(action, form.value.fields)))
  await discardContent(form.value)
  return otherAction(action)
}

/** Nothing behind a file that was too large was read, the action may be among it. */
const isCutOff = ({ fields, content }: UploadForm) => !fields.has(':action') && content?.arrived.ok === false

/** Without a good token the file is not taken in; the fields are, as far as they come before it, to know what was wanted. */
async function answerStranger(c: Asking, error: StrangerError): Promise<UploadAnswer> {
  const form = await readUploadForm(c.req.header('content-type'), c.env.incoming, async () => 0)
  if (form.ok) await discardContent(form.value)
  const action = form.ok ? actionOf(c, form.value.fields) : 'file_upload'
  return isUpload(action) ? refusalAnswer([strangerInWords(error)]) : otherAction(action)
}

const actionOf = (c: Asking, fields: FormFields) => fields.get(':action')?.[0] ?? c.req.query(':action') ?? ''
const isUpload = (action: string) => action === 'file_upload' || action === 'check'

/** A rehearsal is asked for by an action of its own, or, by clients that cannot change it, by a field. */
const modeOf = (action: string, fields: FormFields): UploadMode =>
  action === 'check' || !['', 'false', '0', 'no'].includes(fields.get('dry-run')?.[0] ?? '') ? 'check' : 'publish'

function inAnswer(outcome: UploadOutcome): UploadAnswer {
  if (outcome.outcome === 'refused') return refusalAnswer(outcome.refusals.map(inWords))
  return plainAnswer(200, outcome.outcome === 'checked' ? `Nothing is wrong with ${outcome.filename}. It was checked only: nothing was stored.` : '')
}

function otherAction(action: string): UploadAnswer {
  if (action === 'submit' || action === 'submit_pkg_info') {
    return plainAnswer(410, 'Project pre-registration is no longer required or supported, upload your files instead.')
  }
  if (action === 'doc_upload') return plainAnswer(410, 'Uploading documentation is no longer supported, host it where you like and link to it.')
  return infoPage(400)
}

const infoPage = (status: 200 | 400) =>
  plainAnswer(status, 'This is the address for uploads, made for programs. Give it to twine or uv as the repository URL, or send a form with :action=file_upload.')

async function answer(c: Asking, said: UploadAnswer): Promise<Response> {
  const { incoming, outgoing } = c.env
  const whole = await readToEnd(incoming)
  outgoing.statusMessage = reasonPhrase(said)
  const { type, body } = answerBody(said, { accept: c.req.header('accept'), requestId: c.req.header('x-request-id') ?? null })
  const headers: Record<string, string> = { 'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', ...said.headers }
  if (!whole) headers.Connection = 'close'
  // As bytes: behind a text Node would write the status line in UTF-8, and it is Latin-1.
  return new Response(Buffer.from(body), { status: said.status, headers })
}
