// The multipart body of an upload (RFC 7578), read as it arrives: text is collected under caps, the one file goes straight
// to the disk. Never `request.formData()`, which holds the whole body in memory.

import type { Readable } from 'node:stream'
import busboy, { type Busboy, type FileInfo } from 'busboy'
import { METADATA_MAX_BYTES, UPLOAD_FIELDS_MAX, UPLOAD_MAX_MINUTES } from '#lib/numbers.ts'
import type { Problem } from '#lib/protocol/problem.ts'
import type { Result } from '#lib/result.ts'
import { err, ok } from '#lib/result.ts'
import type { FormFields, UploadForm } from './upload.ts'
import { stageUpload } from '#lib/storage/storage.ts'

export type FormRefusal = 'not-multipart' | 'malformed' | 'too-many-fields' | 'aborted'

/** A program sends one; more than a few is a mistake or an attack. */
const FILES_MAX = 20

type LimitFor = (fields: FormFields) => Promise<number>
type Received = Result<UploadForm, FormRefusal>

/** A signature is let through unread, as PyPI does; any other file belongs into `content`. */
const IGNORED_FILES = ['gpg_signature']

/**
 * Reads an upload. `limitFor` says how large the file may be, given the fields that came before it. Whatever goes wrong,
 * no temporary file stays, the source is not destroyed (an answer can still be sent) and nothing is left to reject later.
 * When the file is too large for its limit or for the disk, reading ends there: later fields are missing.
 */
export async function readUploadForm(contentType: string | undefined, source: Readable, limitFor: LimitFor): Promise<Received> {
  const parser = openParser(contentType)
  if (!parser) return err('not-multipart')

  const form: UploadForm = { fields: new Map(), content: null, problems: [] }
  const files: Promise<void>[] = []
  const fed = new Promise<Result<void, FormRefusal>>((resolve) => {
    const end = feed(source, parser, resolve)
    const refuse = () => end(err('too-many-fields'))
    collectText(parser, form, refuse)
    parser.on('fieldsLimit', refuse).on('partsLimit', refuse).on('filesLimit', refuse)
    collectFile(parser, form, limitFor, files, () => end(ok(undefined)))
  })

  const outcome = await fed
  const settled = await Promise.allSettled(files)
  if (outcome.ok && settled.every((file) => file.status === 'fulfilled')) return ok(form)
  await discardContent(form)
  if (!outcome.ok) return outcome
  throw settled.find((file) => file.status === 'rejected')?.reason
}

/** Takes the temporary file of a form away, if it has one. */
export async function discardContent(form: UploadForm): Promise<void> {
  if (form.content?.arrived.ok) await form.content.arrived.value.discard()
}

/** A content type without a boundary, or of another kind, makes busboy throw: the answer is 400, not 500. */
export function openParser(contentType: string | undefined, filesMax = FILES_MAX): Busboy | null {
  if (!/^multipart\/form-data\s*;/i.test(contentType ?? '')) return null
  const limits = { fields: UPLOAD_FIELDS_MAX, fieldSize: METADATA_MAX_BYTES + 1, fieldNameSize: 200, files: filesMax, parts: UPLOAD_FIELDS_MAX + filesMax + 1 }
  try {
    return busboy({ headers: { 'content-type': contentType }, limits, defParamCharset: 'utf8', preservePath: true })
  } catch {
    return null
  }
}

/** Pipes until the form is whole, broken or no longer wanted. Answers the way to end it early. */
export function feed(source: Readable, parser: Busboy, resolve: (outcome: Result<void, FormRefusal>) => void) {
  const end = (outcome: Result<void, FormRefusal>) => {
    clearTimeout(timer)
    source.off('close', broken).off('error', broken).unpipe(parser)
    resolve(outcome)
    parser.destroy()
  }
  const late = () => end(err('aborted'))
  const broken = () => source.readableEnded || late() // a stream closes after its end, too
  const timer = setTimeout(late, UPLOAD_MAX_MINUTES * 60_000)

  // busboy goes on after the closing delimiter until its chunk ends, and would wait for ever for the end of a file that began there.
  const isOver = () => (parser as Busboy & { _complete?: boolean })._complete === true
  const refuseWhatFollows = () => void (isOver() && end(err('malformed')))
  parser.on('file', refuseWhatFollows).on('field', refuseWhatFollows)
  parser.on('error', () => end(err('malformed')))
  parser.on('finish', () => end(ok(undefined)))
  source.on('close', broken).on('error', broken).pipe(parser)
  if (source.destroyed) broken()
  return end
}

function collectText(parser: Busboy, form: UploadForm, refuse: () => void): void {
  let bytes = 0
  parser.on('field', (name: string | undefined, value) => {
    bytes += Buffer.byteLength(value) + Buffer.byteLength(name ?? '')
    if (bytes > METADATA_MAX_BYTES) return refuse()
    if (name !== undefined && means(value)) form.fields.set(name, [...(form.fields.get(name) ?? []), withoutNul(value)])
  })
}

function collectFile(parser: Busboy, form: UploadForm, limitFor: LimitFor, files: Promise<void>[], stop: () => void): void {
  let seen = 0
  parser.on('file', (name: string | undefined, stream, info) => {
    stream.on('error', () => {}) // read again by whoever iterates it; without a listener it would end the process
    // A form that was refused in the middle of a chunk is parsed to the chunk's end: nobody would ever end this file.
    if (parser.destroyed) return void stream.destroy()
    if (name === 'content' && ++seen === 1) return void files.push(receive(form, stream, info, limitFor, stop))
    stream.resume()
    if (name === 'content') form.problems.push(twice)
    else if (name !== undefined && !IGNORED_FILES.includes(name)) form.problems.push(notText(name))
  })
}

async function receive(form: UploadForm, stream: Readable, info: FileInfo, limitFor: LimitFor, stop: () => void): Promise<void> {
  let whole = false
  try {
    const limitBytes = await limitFor(form.fields)
    const arrived = await stageUpload(stream, limitBytes)
    form.content = { filename: info.filename ?? '', mimeType: info.mimeType || null, limitBytes, arrived }
    whole = arrived.ok
  } finally {
    if (!whole) stop() // nobody reads this part any more, and the parser would wait for it
  }
}

/** Old tools write UNKNOWN for what was left out; an empty field says as much. */
const means = (value: string) => value.trim() !== 'UNKNOWN' && value !== ''

/** Postgres keeps no NUL. */
const withoutNul = (value: string) => value.replaceAll('\0', '\\x00')

const notText = (name: string): Problem => ({
  field: name.slice(0, 100), value: '', rule: 'not-text', message: `${name.slice(0, 100)}: Should not be a tuple. Send it as text, without a file name.`,
})

const twice: Problem = {
  field: 'content', value: '', rule: 'one-file', message: "'content' has invalid data. One upload carries one file: send the others by themselves.",
}
