// Publishing by hand, from the upload page. Same verb, same checks as for programs (publish.ts); only the form is filled in
// here, from the file itself.

import type { Readable } from 'node:stream'
import type { Origin } from '#lib/origin.ts'
import type { Actor } from '#lib/projects/members.ts'
import { parseSdistFilename, parseWheelFilename } from '#lib/protocol/filenames.ts'
import { describeFile } from './described.ts'
import { eachFile } from './files-form.ts'
import { publisherFor } from './may-publish.ts'
import { limitFor, publish, type UploadMode } from './publish.ts'
import { inTurn } from './turns.ts'
import type { Content, Publisher, UploadOutcome } from './upload.ts'
import { inWords } from './upload-refusals.ts'
import { type FormProblem, type ReportedFile, saveReport } from './upload-reports.ts'

/** Takes every file of the form, or only checks it. Answers the id of the report; whoever asks has confirmed who they are. */
export async function uploadFiles(
  user: Actor, contentType: string | undefined, body: Readable, mode: UploadMode, origin: Origin, now: Date,
): Promise<string> {
  const publisher: Publisher = { ...publisherFor(user, now), via: 'browser' }
  const files: ReportedFile[] = []
  const read = await inTurn(user.id, () => eachFile(contentType, body, {
    limitFor: (filename) => limitFor(new Map([['name', [nameIn(filename)]]])),
    take: async (content) => { files.push(await report(publisher, content, mode, origin, now)) },
  }))
  return saveReport(user.id, { mode, files, problem: problemOf(read, files), requestId: origin.requestId }, now)
}

function problemOf(read: Awaited<ReturnType<typeof eachFile>>, files: ReportedFile[]): FormProblem | null {
  if (!read.ok) return read.error
  if (read.value.tooMany) return 'too-many-files'
  return files.length === 0 ? 'no-file' : null
}

/** Trouble with one file is told as such, and the others are still taken. */
async function report(publisher: Publisher, content: Content, mode: UploadMode, origin: Origin, now: Date): Promise<ReportedFile> {
  const filename = content.filename.slice(0, FILENAME_SHOWN_CHARS)
  try {
    const form = await describeFile(content)
    return { filename, ...told(await publish(publisher, form, origin, now, mode)) }
  } catch (trouble) {
    console.error(`An upload in the browser failed (request ${origin.requestId ?? '-'})`, trouble)
    if (content.arrived.ok) await content.arrived.value.discard()
    return { filename, outcome: 'trouble' }
  }
}

function told(outcome: UploadOutcome): Omit<ReportedFile, 'filename'> {
  if (outcome.outcome !== 'refused') return { outcome: outcome.outcome, project: outcome.project, version: outcome.version }
  const problems = outcome.refusals.map(inWords).map(({ field, value, rule, message }) => ({ field, value: value.slice(0, VALUE_SHOWN_CHARS), rule, message }))
  return { outcome: 'refused', problems }
}

const FILENAME_SHOWN_CHARS = 300
const VALUE_SHOWN_CHARS = 200

/** The project as the name of the file has it; empty when that cannot be read. */
function nameIn(filename: string): string {
  const parsed = filename.endsWith('.whl') ? parseWheelFilename(filename) : parseSdistFilename(filename)
  return parsed.ok ? parsed.value.name : ''
}
