// What the fields of an upload say about the file, before the file is opened (PyPI's legacy upload API).

import { type CoreMetadata, readMetadataForm } from '#lib/protocol/core-metadata.ts'
import type { Filetype } from '#lib/protocol/filenames.ts'
import { type Problem, quoted } from '#lib/protocol/problem.ts'
import type { FormFields } from './upload.ts'

/** Digests the client computed; what it left out is null. */
export type AnnouncedDigests = { md5: string | null; sha256: string | null; blake2b256: string | null }

/** The fields as far as they can be made sense of. */
export type Announced = {
  filetype: Filetype | null
  pythonVersion: string
  comment: string
  digests: AnnouncedDigests
  metadata: CoreMetadata
}

/** Reads the fields and names everything wrong with those that are not core metadata. */
export function readAnnouncement(fields: FormFields): { announced: Announced; problems: Problem[] } {
  const text = (field: string) => fields.get(field)?.[0] ?? null
  const filetype = text('filetype')
  const announced: Announced = {
    filetype: filetype === 'sdist' || filetype === 'bdist_wheel' ? filetype : null,
    pythonVersion: text('pyversion') ?? (filetype === 'sdist' ? 'source' : ''),
    comment: text('comment') ?? '',
    digests: digestsIn(text),
    metadata: readMetadataForm(fields),
  }
  const problems = [
    ...(announcedProtocol(text('protocol_version')) ?? []),
    ...SINGLE_FIELDS.flatMap((field) => onlyOnce(field, fields.get(field) ?? [])),
    ...filetypeProblems(announced, filetype),
    ...digestProblems(announced.digests),
  ]
  return { announced, problems }
}

const SINGLE_FIELDS = [':action', 'protocol_version', 'filetype', 'pyversion', 'comment', 'md5_digest', 'sha256_digest', 'blake2_256_digest']

function announcedProtocol(version: string | null): Problem[] | null {
  if (version === null || version === '1') return null
  return [problem('protocol_version', version, 'unknown', "Unknown protocol version. Send '1', or leave the field out.")]
}

function onlyOnce(field: string, values: string[]): Problem[] {
  if (values.length < 2) return []
  const message = `Invalid value for ${field}. Error: It was given ${values.length} times; give it once.`
  return [problem(field, values.join(', '), 'given-once', message)]
}

function filetypeProblems({ filetype, pythonVersion }: Announced, given: string | null): Problem[] {
  if (given === null) return [invalid('filetype', '', 'required', "This field is required: 'sdist' or 'bdist_wheel'.")]
  if (filetype === null) return [invalid('filetype', given, 'known', `${quoted(given)} is none that is taken here; use 'sdist' or 'bdist_wheel'.`)]
  if (filetype === 'bdist_wheel' && pythonVersion === '') {
    return [invalid('pyversion', '', 'required', "Python version is required for binary distribution uploads, e.g. 'py3'.")]
  }
  if (filetype === 'sdist' && pythonVersion !== 'source') {
    return [invalid('pyversion', pythonVersion, 'source', "Use 'source' as Python version for an sdist.")]
  }
  return []
}

/** Hex in either case; compared in lower case. */
function digestsIn(text: (field: string) => string | null): AnnouncedDigests {
  const hex = (field: string) => text(field)?.trim().toLowerCase() ?? null
  return { md5: hex('md5_digest'), sha256: hex('sha256_digest'), blake2b256: hex('blake2_256_digest') }
}

function digestProblems({ md5, sha256, blake2b256 }: AnnouncedDigests): Problem[] {
  if (!md5 && !sha256 && !blake2b256) {
    return [problem('sha256_digest', '', 'required', 'Error: Include at least one message digest. Send sha256_digest, in hex.')]
  }
  return [
    ...hexProblem('sha256_digest', sha256, 64), ...hexProblem('blake2_256_digest', blake2b256, 64), ...hexProblem('md5_digest', md5, 32),
  ]
}

function hexProblem(field: string, value: string | null, length: number): Problem[] {
  if (value === null || isDigest(value, length)) return []
  return [invalid(field, value, 'hex', `Use a valid, hex-encoded message digest of ${length} characters.`)]
}

/** Lower-case hex of so many characters. */
export const isDigest = (value: string | null, length: number) => value?.length === length && /^[0-9a-f]+$/.test(value)

const invalid = (field: string, value: string, rule: string, why: string) => problem(field, value, rule, `Invalid value for ${field}. Error: ${why}`)
const problem = (field: string, value: string, rule: string, message: string): Problem => ({ field, value, rule, message })
