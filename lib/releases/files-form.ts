// The form of the upload page: any number of files under one name (RFC 7578 §4.3), read as they arrive. Each is dealt with
// before the next is read, so that no more than one lies in the staging folder.

import type { Readable } from 'node:stream'
import type { FileInfo } from 'busboy'
import { FILES_MAX_PER_FORM } from '#lib/numbers.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { stageUpload } from '#lib/storage/storage.ts'
import type { Content } from './upload.ts'
import { feed, type FormRefusal, openParser } from './upload-form.ts'

export type FileTaker = {
  /** How large a file of this name may be. */
  limitFor: (filename: string) => Promise<number>
  /** Deals with a file that arrived, or did not get through; it takes the temporary file away. */
  take: (content: Content) => Promise<void>
}

/**
 * Hands every file of the form to `take`, one after the other. What was cut short is not handed on, and no temporary file of
 * it stays. Answers whether there were more files than one form may bring; refuses a body that is no form, or ends early.
 */
export async function eachFile(contentType: string | undefined, source: Readable, taker: FileTaker): Promise<Result<{ tooMany: boolean }, FormRefusal>> {
  const parser = openParser(contentType, FILES_MAX_PER_FORM)
  if (!parser) return err('not-multipart')

  const form = { tooMany: false }
  let turn = Promise.resolve()
  const fed = new Promise<Result<void, FormRefusal>>((resolve) => {
    const end = feed(source, parser, resolve)
    const refuse = () => end(err('too-many-fields'))
    parser.on('fieldsLimit', refuse).on('partsLimit', refuse).on('filesLimit', () => { form.tooMany = true })
    parser.on('file', (name: string | undefined, stream, info) => {
      stream.on('error', () => {}) // read again by whoever iterates it; without a listener it would end the process
      if (parser.destroyed) return void stream.destroy() // as in upload-form.ts
      const chosen = name === 'content' && info.filename // a browser sends a nameless part when nothing was chosen
      if (!chosen) return void stream.resume()
      // What is left of a file that was too large is let through; the parser would wait for it.
      turn = turn.then(() => stage(stream, info, taker)).finally(() => stream.resume())
    })
  })

  const outcome = await fed
  const [dealt] = await Promise.allSettled([turn])
  if (!outcome.ok) return outcome
  if (dealt?.status === 'rejected') throw dealt.reason
  return ok(form)
}

async function stage(stream: Readable, { filename = '', mimeType }: Partial<FileInfo>, { limitFor, take }: FileTaker): Promise<void> {
  const limitBytes = await limitFor(filename)
  const arrived = await stageUpload(stream.iterator({ destroyOnReturn: false }), limitBytes)
  await take({ filename, mimeType: mimeType || null, limitBytes, arrived })
}
