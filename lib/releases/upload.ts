// What an upload is while it is judged, and how it can end.

import type { Problem } from '#lib/protocol/problem.ts'
import type { Result } from '#lib/result.ts'
import type { StagedFile } from '#lib/storage/storage.ts'
import type { NewProjectError } from '#lib/projects/create.ts'
import type { PermissionError, Uploader } from '#lib/tokens/check.ts'

/** Who publishes: the holder of a token, of a password where that is allowed, or somebody at the upload page. */
export type Publisher = Omit<Uploader, 'tokenId'> & { tokenId: string | null; /** Said in the record and in refusals, when no program did it. */ via?: 'browser' }

/** Text fields by name, each with its values in order. */
export type FormFields = Map<string, string[]>

/** The part named `content`, or why it did not get through. */
export type Content = {
  filename: string
  /** As the client names it; null when it names none. */
  mimeType: string | null
  limitBytes: number
  arrived: Result<StagedFile, 'too-large' | 'disk-full'>
}

/** The body of an upload as it was read, with what was wrong with its parts. */
export type UploadForm = {
  fields: FormFields
  content: Content | null
  problems: Problem[]
  /** So much is wrong that the fields mean nothing: the problems are all there is to say. */
  hopeless?: boolean
}

/** Rules of the index itself; the words for each are in upload-refusals.ts. */
export type UploadRefusalCode =
  | PermissionError | NewProjectError
  | 'read-only' | 'uploads-refused' | 'project-archived' | 'project-quarantined' | 'project-in-bin'
  | 'no-file' | 'not-a-distribution' | 'file-too-large' | 'project-too-large' | 'too-much-today' | 'disk-full'
  | 'digest-mismatch' | 'file-exists' | 'filename-used' | 'release-in-bin' | 'release-too-old' | 'second-sdist'

/** What a refusal speaks of. */
export type Said = {
  username?: string
  project?: string
  version?: string
  filename?: string
  blake2b256?: string
  digest?: string
  limitBytes?: number
  reasons?: string[]
  via?: 'browser'
}

/** Why not: a rule of the formats, which brings its own words, or a rule of the index. */
export type UploadRefusal = { code: 'problem'; problem: Problem } | { code: UploadRefusalCode; said: Said }

export type UploadOutcome =
  | { outcome: 'published' | 'unchanged' | 'checked'; project: string; version: string; filename: string }
  | { outcome: 'refused'; refusals: UploadRefusal[] }

export const refusal = (code: UploadRefusalCode, said: Said = {}): UploadRefusal => ({ code, said })
export const refusalOf = (problem: Problem): UploadRefusal => ({ code: 'problem', problem })
export const refused = (...refusals: UploadRefusal[]): UploadOutcome => ({ outcome: 'refused', refusals })

/** For the record: an upload by a program is the rule, and says nothing. */
export const viaOf = ({ via }: Pick<Publisher, 'via'>): { via?: 'browser' } => (via ? { via } : {})
