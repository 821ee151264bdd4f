// What a client is told when an upload is refused: status and sentence, with the opening words that PyPI uses and that
// twine, uv and people know, what to do about it, and where the help says more. A refusal without a line here does not compile.

import { environment } from '#lib/env.ts'
import { answerPath, type Question } from '#lib/help.ts'
import { ARCHIVE_CURES } from '#lib/protocol/archive-problems.ts'
import { METADATA_FIELDS } from '#lib/protocol/core-metadata-fields.ts'
import { type Problem, quoted } from '#lib/protocol/problem.ts'
import type { PasswordError } from './password-publisher.ts'
import type { Said, UploadRefusal, UploadRefusalCode } from './upload.ts'
import type { TokenError } from '#lib/tokens/check.ts'
import type { FormRefusal } from './upload-form.ts'

/** A problem with the status it is answered with, if it is the first, and the address of what the help says of it. */
export type Refused = Problem & { status: number; help: string | null }

/** A refusal in words. */
export function inWords(refusal: UploadRefusal): Refused {
  if (refusal.code === 'problem') return { status: 400, ...refusal.problem, help: helpAt(questionOf(refusal.problem)) }
  const [status, field, help, say] = UPLOAD_REFUSALS[refusal.code]
  const { filename, project, version, digest } = refusal.said
  const values: Record<string, string | undefined> = { content: filename, name: project, version, digest }
  return { status, field, value: values[field] ?? '', rule: refusal.code, message: say(refusal.said), help: helpAt(help) }
}

export type StrangerError = TokenError | PasswordError

/** Who is not let in, in words: never 401, for clients would ask for a password then. */
export function strangerInWords(error: StrangerError): Refused {
  const [help, say] = STRANGERS[error]
  return { status: error === 'throttled' ? 429 : 403, field: 'Authorization', value: '', rule: error, message: say(), help: helpAt(help) }
}

/** A body that cannot be read, in words. */
export function formInWords(error: FormRefusal): Refused {
  const [status, message] = FORMS[error]
  return { status, field: 'body', value: '', rule: error, message, help: helpAt('others') }
}

/** Before the token is looked at: whoever listened has it now. */
export const inTheClear = (): Refused => ({
  status: 403, field: 'Authorization', value: '', rule: 'https', help: helpAt('clear'),
  message: 'SSL is required. Write https:// in the repository URL. The token was sent in the clear: remove it, and make a new one.',
})

/** Where the help answers that question. */
export const helpAt = (question: Question | null): string | null => question && at(answerPath(question))

const INSIDE = new Set([...Object.keys(ARCHIVE_CURES).filter((kind) => kind !== 'file-name'), 'not-utf-8', 'no-metadata'])

/** Problems of the formats: with the file, with its name, with its metadata, or with the form around them. */
function questionOf({ field, rule }: Problem): Question {
  if (rule === 'unsupported-platform') return 'platform'
  if (rule === 'agreement' || (field === 'content' && INSIDE.has(rule))) return 'file'
  if (field === 'content') return rule === 'one-file' ? 'others' : 'filename'
  if (rule === 'not-text') return 'others'
  return METADATA_FIELDS.has(field) ? 'metadata' : 'others'
}

type Line = [status: number, field: string, help: Question | null, say: (said: Said) => string]

const name = (said: Said) => quoted(said.project ?? '')
const file = (said: Said) => quoted(said.filename ?? '')
const tokenUser = (said: Said) => `User ${quoted(said.username ?? '')}${said.via ? '' : ', associated with the API token used,'}`
const noUpload = (said: Said) => `The user ${quoted(said.username ?? '')} isn't allowed to upload to project ${name(said)}.`
const megabytes = (bytes = 0) => Math.floor(bytes / 1024 / 1024)
const gigabytes = (bytes = 0) => Math.floor(bytes / 1024 / 1024 / 1024)
const at = (path: string) => `${environment().origin}${path}`

/** What the caveats of a token that may read say to an upload. */
const ONLY_READS = 'token is not valid for: upload'
const otherToken = ({ reasons = [] }: Said) => reasons.includes(ONLY_READS)
  ? `It was made to install: make one that publishes at ${at('/manage/account/token/')}.`
  : `Use a token that may do this: make one at ${at('/manage/account/token/')} if there is none.`

const UPLOAD_REFUSALS: Record<UploadRefusalCode, Line> = {
  'read-only': [403, 'body', null, () => 'Read-only mode: Uploads are temporarily disabled. Try again later.'],
  'uploads-refused': [403, 'body', null, () => 'New uploads are temporarily disabled. Try again later, or ask an administrator.'],

  'caveat-failed': [403, 'Authorization', 'narrow', (s) => `Invalid API Token: ${(s.reasons ?? []).join(', ')}. ${otherToken(s)}`],
  'no-role': [403, 'name', 'role', (s) => `${noUpload(s)} Ask an owner of the project to invite this user, or choose another name.`],
  'token-barred': [403, 'Authorization', 'role', (s) => `The given token isn't allowed to upload to project ${name(s)}. An owner of the project keeps it out: ask one of them, or use another token.`],
  'project-archived': [403, 'name', 'role', (s) => `${noUpload(s)} The project is archived: an owner can end that in its settings.`],
  'project-quarantined': [403, 'name', 'role', (s) => `${noUpload(s)} The project is in quarantine: ask an administrator.`],
  'project-in-bin': [403, 'name', 'role', (s) => `${noUpload(s)} The project was deleted: an owner can restore it while it is in the bin.`],
  'account-frozen': [403, 'Authorization', 'frozen', () => frozen()],
  'address-not-confirmed': [403, 'Authorization', 'address', (s) => `${tokenUser(s)} does not have a verified primary email address. Confirm one at ${at('/manage/account/')} and try again.`],
  'second-factor-missing': [403, 'Authorization', 'factor', (s) => `${tokenUser(s)} does not have two-factor authentication enabled. Turn it on at ${at('/manage/account/')} and try again.`],

  'too-many-projects': [429, 'name', null, () => 'Too many new projects created. Try again in an hour.'],
  'new-projects-refused': [403, 'name', null, () => 'New project registration temporarily disabled. Ask an administrator.'],
  'name-invalid': [400, 'name', 'name', (s) => `The name ${name(s)} is invalid. Use letters, digits, '-', '_' and '.', with a letter or digit at both ends.`],
  'name-standard-library': [400, 'name', 'name', (s) => `The name ${name(s)} isn't allowed (conflict with the Python standard library module name). Choose another name.`],
  'name-prohibited': [400, 'name', 'name', (s) => `The name ${name(s)} isn't allowed. Choose another name.`],
  'name-too-similar': [400, 'name', 'name', (s) => `The name ${name(s)} is too similar to an existing project. Choose a name that nobody takes for the other.`],
  'name-conflicts': [409, 'name', 'name', (s) => `The name ${name(s)} conflicts with an existing project. Try again, or choose another name.`],

  'no-file': [400, 'content', 'others', () => "Upload payload does not have a file. Send it as the part named 'content', with a file name."],
  'not-a-distribution': [400, 'content', 'file', () => 'Invalid distribution file. Its part is said to be an image: send it as application/octet-stream.'],
  'file-too-large': [400, 'content', 'large', (s) => `File too large. Limit${s.project ? ` for project ${name(s)}` : ''} is ${megabytes(s.limitBytes)} MB. Make it smaller, or ask an administrator for a higher limit.`],
  'project-too-large': [400, 'content', 'large', (s) => `Project size too large. Limit for project ${name(s)} total size is ${gigabytes(s.limitBytes)} GB. Delete old releases, or ask an administrator for a higher limit.`],
  'too-much-today': [400, 'content', null, (s) => `Too much was uploaded today. Limit for one user is ${gigabytes(s.limitBytes)} GB in 24 hours. Go on tomorrow.`],
  'disk-full': [507, 'content', null, () => 'The index has no room left for this file. Nothing was stored. Tell an administrator, and try again later.'],
  'digest-mismatch': [400, 'digest', 'file', (s) => `The digest supplied does not match a digest calculated from the uploaded file (${s.digest ?? ''}). The file changed on its way: upload it again.`],
  'file-exists': [400, 'content', 'exists', (s) => `File already exists (${file(s)}, with blake2_256 hash ${quoted(s.blake2b256 ?? '')}). A published file never changes: give the new one a new version.`],
  'filename-used': [400, 'content', 'used', () => 'This filename was previously used by a file that has since been deleted. Use a different version.'],
  'release-in-bin': [400, 'version', 'used', (s) => `Release ${quoted(s.version ?? '')} of project ${name(s)} was deleted. Restore it from the bin, or use a different version.`],
  'release-too-old': [400, 'version', null, () => 'Uploading new files to releases older than 14 days is not allowed. Publish a new version.'],
  'second-sdist': [400, 'content', 'exists', () => 'Only one sdist may be uploaded per release. Publish a new version, or delete the other first.'],
}

const STRANGERS: Record<StrangerError, [help: Question | null, say: () => string]> = {
  'no-credentials': ['invalid', () => invalidToken()],
  'unknown-token': ['invalid', () => invalidToken()],
  'wrong-signature': ['invalid', () => 'Invalid API Token: signatures do not match. Copy the whole token, or make a new one.'],
  'not-a-token': ['password', () => noPasswords()],
  'passwords-refused': ['password', () => noPasswords()],
  'wrong-password': ['invalid', () => invalidToken()],
  throttled: ['many', () => 'Too many wrong passwords. Try again in a few minutes, or use an API token.'],
  'account-frozen': ['frozen', () => frozen()],
  'password-breached': [null, () => `The password was found in a breach of another site. Sign in at ${at('/account/login/')} to choose another one.`],
  'token-needed': ['password', () => `Username/Password authentication is no longer supported for this account, which has two-factor authentication. ${makeToken()}`],
}

const frozen = () => `Uploads are frozen: the account is being recovered, or its owner said that somebody else was in it. Sign in at ${at('/account/login/')} to see why.`
const makeToken = () => `Make an API token at ${at('/manage/account/token/')} and use it as the password, with the username __token__.`
const noPasswords = () => `Username/Password authentication is no longer supported. ${makeToken()}`

const invalidToken = () => `Invalid or non-existent authentication information. ${makeToken()}`

const FORMS: Record<FormRefusal, [status: number, message: string]> = {
  'not-multipart': [400, 'The body is not a form. Send it as multipart/form-data, with a boundary.'],
  malformed: [400, 'The form cannot be read: it is cut short or not multipart/form-data. Upload the file again.'],
  'too-many-fields': [400, 'The form is too large: too many fields, or too much text in them. Shorten the description.'],
  aborted: [408, 'The upload did not arrive whole in time. Upload the file again.'],
}
