import { quoted } from '#lib/protocol/problem.ts'

/** Why an archive is refused, for programs to branch on; the sentence for people stands in `detail`. */
export type ArchiveProblemKind =
  // the container as a whole
  | 'wrong-format'
  | 'polyglot'
  | 'damaged'
  | 'surrounding-data'
  | 'comment'
  | 'zip64'
  | 'gap-or-overlap'
  | 'header-mismatch'
  | 'data-descriptor'
  | 'encrypted'
  | 'compression-method'
  | 'extra-field'
  | 'pax-record'
  // what is inside
  | 'too-many-members'
  | 'too-large-inflated'
  | 'ratio'
  | 'size-mismatch'
  | 'member-name'
  | 'duplicate-name'
  | 'special-member'
  // what a wheel or a source distribution must hold
  | 'file-name'
  | 'top-level'
  | 'missing-file'
  | 'file-too-large'
  | 'record-invalid'
  | 'record-mismatch'
  | 'record-weak-hash'
  | 'entry-points'
  | 'license-file'
  // the reader gave up
  | 'took-too-long'
  | 'unreadable'

/** One reason to refuse an archive. `detail` is the whole line for the client, with the opening words PyPI uses. */
export type ArchiveProblem = { kind: ArchiveProblemKind; detail: string }

/** What a reader made of its bytes: the value is null when the problems left nothing to go on with. */
export type Reading<T> = { value: T | null; problems: ArchiveProblem[] }

/** "Invalid distribution file. …": anything that is wrong with the file itself. */
export const fileProblem = (kind: ArchiveProblemKind, detail: string): ArchiveProblem => ({
  kind,
  detail: `Invalid distribution file. ${detail}`,
})

export const zipProblem = (kind: ArchiveProblemKind, detail: string): ArchiveProblem =>
  fileProblem(kind, `ZIP archive not accepted: ${detail}`)

export const tarProblem = (kind: ArchiveProblemKind, detail: string): ArchiveProblem =>
  fileProblem(kind, `tar archive not accepted: ${detail}`)

export const refused = (...problems: ArchiveProblem[]): Reading<never> => ({ value: null, problems })

const QUOTED_MAX_CHARS = 120

/** A member's name inside a sentence, cut where an archive makes it long. */
export const quotedName = (name: string): string =>
  quoted(name.length > QUOTED_MAX_CHARS ? `${name.slice(0, QUOTED_MAX_CHARS)}...` : name)
