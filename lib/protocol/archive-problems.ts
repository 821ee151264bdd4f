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

/** What to do about it: the line of whoever uploads ends with this. */
export const ARCHIVE_CURES: Record<ArchiveProblemKind, string> = {
  'wrong-format': 'Upload the file that your build tool wrote, as it is.',
  polyglot: 'Build it again with a current build tool, and add nothing to it.',
  damaged: 'Build it again, and upload it unchanged.',
  'surrounding-data': 'Build it again with a current build tool, and add nothing to it.',
  comment: 'Pack it again without comments.',
  zip64: 'Pack it again with a current build tool.',
  'gap-or-overlap': 'Pack it again with a current build tool.',
  'header-mismatch': 'Pack it again with a current build tool.',
  'data-descriptor': 'Pack it again into a file, not into a stream.',
  encrypted: 'Pack it again without a password.',
  'compression-method': "Pack it again with 'deflate' or without compression.",
  'extra-field': 'Pack it again with a current build tool.',
  'pax-record': 'Pack it again with a current build tool.',
  'too-many-members': 'Leave out what is not needed, or publish it in several projects.',
  'too-large-inflated': 'Leave out what is not needed.',
  ratio: 'Leave out files that hold little but repetition.',
  'size-mismatch': 'Pack it again with a current build tool.',
  'member-name': 'Rename that file and build again.',
  'duplicate-name': 'Rename or remove one of the two and build again.',
  'special-member': 'Put a regular file in its place and build again.',
  'file-name': 'Build it again with a current build tool, and do not rename it.',
  'top-level': 'Build it again with a current build tool.',
  'missing-file': 'Build it again with a current build tool.',
  'file-too-large': 'Make that file smaller and build again.',
  'record-invalid': "Build it again, or write RECORD anew with 'wheel unpack' and 'wheel pack'.",
  'record-mismatch': "Whoever changes a built wheel must write RECORD anew: build it again, or use 'wheel unpack' and 'wheel pack'.",
  'record-weak-hash': "Build it again with a current build tool, or use 'wheel unpack' and 'wheel pack'.",
  'entry-points': 'Mend the scripts and entry points of the project and build again.',
  'license-file': 'Add the file, or take it out of license-files, and build again.',
  'took-too-long': 'Make it smaller, with fewer files in it.',
  unreadable: 'Build it again, and upload it unchanged.',
}

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
