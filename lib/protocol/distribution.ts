// The one door to the archive readers: what is in this file, and why not to take it?
import { type Bytes, readAhead } from '#lib/protocol/archive-bytes.ts'
import { type ArchiveProblem, fileProblem } from '#lib/protocol/archive-problems.ts'
import { inspectSdist } from '#lib/protocol/sdist.ts'
import { type Inspection, inspectWheel } from '#lib/protocol/wheel.ts'

export type { Bytes } from '#lib/protocol/archive-bytes.ts'
export type { ArchiveProblem, ArchiveProblemKind } from '#lib/protocol/archive-problems.ts'
export type { Inspection } from '#lib/protocol/wheel.ts'

export type UploadedFile = { filename: string; filetype: 'sdist' | 'bdist_wheel'; bytes: Bytes; signal?: AbortSignal }

/** A file that is wrong thousands of times over needs no longer answer than this. */
const PROBLEMS_MAX = 100

/**
 * Inspects an uploaded file: its metadata as raw bytes, and every problem that can be found, the gravest first.
 * Never throws: a reader that fails, or is stopped by the signal, has found a reason to refuse the file.
 */
export async function inspectDistribution({ filename, filetype, bytes, signal }: UploadedFile): Promise<Inspection> {
  try {
    const inspect = filetype === 'bdist_wheel' ? inspectWheel : inspectSdist
    const { metadata, problems } = await inspect(filename, readAhead(bytes), signal)
    return { metadata, problems: problems.slice(0, PROBLEMS_MAX) }
  } catch {
    return { metadata: null, problems: [gaveUp(signal)] }
  }
}

function gaveUp(signal?: AbortSignal): ArchiveProblem {
  if (signal?.aborted) return fileProblem('took-too-long', 'It could not be read within the time allowed')
  return fileProblem('unreadable', 'It could not be read')
}
