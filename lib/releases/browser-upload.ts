// Publishing by hand, from the upload page. Same verb, same checks as for programs (publish.ts); only the form is filled in
// here, from the file itself.

import type { Readable } from 'node:stream'
import { db } from '#lib/db/client.ts'
import type { Origin } from '#lib/origin.ts'
import type { Actor } from '#lib/projects/members.ts'
import { findRole } from '#lib/projects/projects.ts'
import { parseSdistFilename, parseWheelFilename } from '#lib/protocol/filenames.ts'
import { standingOf } from '#lib/tokens/check.ts'
import { describeFile } from './described.ts'
import { eachFile } from './files-form.ts'
import { limitFor, publish, type UploadMode } from './publish.ts'
import { inTurn } from './turns.ts'
import type { Content, Publisher, UploadOutcome } from './upload.ts'
import { inWords } from './upload-refusals.ts'
import { type FormProblem, type ReportedFile, saveReport } from './upload-reports.ts'

/** Somebody at the upload page: their own roles, and the same standing as is asked of the owner of a token. */
export function browserPublisher({ id: userId, username }: Actor, now: Date): Publisher {
  return {
    userId, username, tokenId: null, via: 'browser',
    may: async (project, action, reader = db()) => {
      const role = project && (await findRole(project.id, userId, reader))
      if (project && !role) return { allowed: false, error: 'no-role', reasons: [] }
      return standingOf(reader, userId, role, action, now)
    },
  }
}

/** Takes every file of the form, or only checks it. Answers the id of the report; whoever asks has confirmed who they are. */
export async function uploadFiles(
  user: Actor, contentType: string | undefined, body: Readable, mode: UploadMode, origin: Origin, now: Date,
): Promise<string> {
  const publisher = browserPublisher(user, now)
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
