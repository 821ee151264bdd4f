// Publishing one file. Read it top to bottom: each step adds what it finds wrong, and the chain ends where going on would
// be guessing. Whoever uploads is told everything at once; the first refusal is the one PyPI would give.
//
//   read the fields → may this person publish there? → does the file agree with its digests, is there a place for it?
//   → look into it → blobs first, rows second (store.ts)

import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import type { Origin } from '#lib/origin.ts'
import type { Project } from '#lib/projects/create.ts'
import { checkMetadata, type CoreMetadata } from '#lib/protocol/core-metadata.ts'
import { isProjectName, normalizeName } from '#lib/protocol/names.ts'
import { parseVersion } from '#lib/protocol/versions.ts'
import type { StagedFile } from '#lib/storage/storage.ts'
import { checkAgreement, mergeMetadata } from './agreement.ts'
import { readAnnouncement, type Announced } from './announced.ts'
import { descriptionProblems } from './description.ts'
import { digestRefusals, inspectFile, partRefusals } from './inspect.ts'
import { findAnyProject, projectRefusals, siteRefusals } from './may-publish.ts'
import { storeFile } from './store.ts'
import { fileLimitOf, isPublished, placeRefusals, type Candidate } from './taken.ts'
import { refusal, refusalOf, refused, viaOf, type Content, type UploadForm, type Publisher, type UploadOutcome, type UploadRefusal } from './upload.ts'

/** How the file is taken: published, or only judged, in which case nothing is stored. */
export type UploadMode = 'publish' | 'check'

/** A file that may be published: everything about it is known and nothing is wrong. */
export type Publishable = { candidate: Candidate; announced: Announced; metadata: CoreMetadata; metadataFile: Uint8Array | null; staged: StagedFile }

/** Publishes the file of a form, or says everything that stands in the way. The staged file is kept or gone afterwards. */
export async function publish(publisher: Publisher, form: UploadForm, origin: Origin, now: Date, mode: UploadMode): Promise<UploadOutcome> {
  try {
    const judged = await judge(publisher, form, now)
    const passed = !('outcome' in judged)
    if (mode === 'check') return passed ? { outcome: 'checked', ...named(judged.candidate) } : judged
    const outcome = passed ? await storeFile(publisher, judged, origin, now) : judged
    if (outcome.outcome === 'refused') await noteRefusal(publisher, form, outcome.refusals, origin)
    return outcome
  } finally {
    if (form.content?.arrived.ok) await form.content.arrived.value.discard()
  }
}

/** For the account's own history: a stolen token is often noticed by what it failed to do. */
async function noteRefusal(publisher: Publisher, form: UploadForm, [first]: UploadRefusal[], origin: Origin): Promise<void> {
  const reason = first?.code === 'problem' ? first.problem.rule : (first?.code ?? '')
  const detail = { name: short(form.fields.get('name')?.[0]), filename: short(form.content?.filename), reason, ...viaOf(publisher) }
  const by = { userId: publisher.userId, actorName: publisher.username, tokenId: publisher.tokenId ?? undefined }
  await record(db(), { ...by, action: 'file.refused', outcome: 'failure', detail }, origin)
}

const short = (text = '') => text.slice(0, 200)

/** How large the file in a form may be, asked when its name is known and its bytes are still to come. */
export async function limitFor(fields: UploadForm['fields']): Promise<number> {
  const name = fields.get('name')?.[0] ?? ''
  return fileLimitOf(isProjectName(name) ? await findAnyProject(name, db()) : null)
}

/** Answers an outcome where it is settled already; else the file, ready to be stored. */
async function judge(publisher: Publisher, form: UploadForm, now: Date): Promise<Publishable | UploadOutcome> {
  const reader = db()
  const closed = await siteRefusals(reader)
  if (closed.length > 0) return refused(...closed)
  if (form.content && !form.content.arrived.ok) return refused(cutOff(form.content, form.content.arrived.error, form))

  if (form.hopeless) return refused(...form.problems.map(refusalOf))

  const { announced, refusals } = readForm(form)
  const said = saidOf(announced, form.content)
  const project = said.name === null ? null : await findAnyProject(said.name, reader)
  const barred = said.name === null ? [] : await projectRefusals(publisher, said.name, project, reader)
  if (barred.length > 0 || !isComplete(said)) return refused(...refusals, ...barred)

  const candidate = candidateOf(publisher, said, project)
  const wrongBytes = [...partRefusals(said.content, said.filetype), ...digestRefusals(announced.digests, said.staged)]
  const isThere = await isPublished(candidate, reader)
  if (isThere && refusals.length + wrongBytes.length === 0) return { outcome: 'unchanged', ...named(candidate) }

  // The file itself is no problem where it is published already: what else is wrong is.
  const found = [...refusals, ...wrongBytes, ...(isThere ? [] : await placeRefusals(candidate, reader, now))]
  return lookInside(found, candidate, announced, said.staged)
}

async function lookInside(found: UploadRefusal[], candidate: Candidate, announced: Announced, staged: StagedFile): Promise<Publishable | UploadOutcome> {
  const { inside, problems } = await inspectFile({ ...candidate, staged })
  const metadata = inside ? mergeMetadata(announced.metadata, inside.metadata) : announced.metadata
  if (inside) problems.push(...checkAgreement(candidate.filetype, announced.metadata, inside.metadata), ...checkMetadata(metadata))

  const all = withoutRepetition([...found, ...[...(await descriptionProblems(metadata)), ...problems].map(refusalOf)])
  if (all.length > 0) return refused(...all)
  const metadataFile = candidate.filetype === 'bdist_wheel' ? (inside?.bytes ?? null) : null
  return { candidate, announced, metadata, metadataFile, staged }
}

/** In PyPI's order: how the form was sent, the name, the other fields of the form, the other metadata, the missing file. */
function readForm(form: UploadForm): { announced: Announced; refusals: UploadRefusal[] } {
  const { announced, problems } = readAnnouncement(form.fields)
  const metadata = checkMetadata(announced.metadata)
  const [protocol, rest] = split(problems, ({ field }) => field === 'protocol_version')
  const [name, others] = split(metadata, ({ field }) => field === 'name')
  const refusals = [...form.problems, ...protocol, ...name, ...rest, ...others].map(refusalOf)
  return { announced, refusals: form.content ? refusals : [...refusals, refusal('no-file')] }
}

function split<T>(list: T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [list.filter(belongs), list.filter((item) => !belongs(item))]
}

type SaidSoFar = {
  name: string | null; version: string | null; filetype: Candidate['filetype'] | null; content: Content | null; staged: StagedFile | null
}
type SaidWhole = { [K in keyof SaidSoFar]: NonNullable<SaidSoFar[K]> }

/** What of the essentials can be made sense of. */
function saidOf({ metadata, filetype }: Announced, content: Content | null): SaidSoFar {
  const { name, version } = metadata
  return {
    name: name !== null && isProjectName(name) ? name : null,
    version: version !== null && parseVersion(version) ? version : null,
    filetype, content, staged: content?.arrived.ok ? content.arrived.value : null,
  }
}

const isComplete = (said: SaidSoFar): said is SaidWhole => Object.values(said).every((value) => value !== null)

function candidateOf(publisher: Publisher, { name, version, filetype, content, staged }: SaidWhole, project: Project | null): Candidate {
  const { size, sha256, blake2b256 } = staged
  return { userId: publisher.userId, name, project, version, filename: content.filename, filetype, size, sha256, blake2b256 }
}

/** Reading ended at the file, so nothing else is known for certain. */
function cutOff({ limitBytes, filename }: Content, why: 'too-large' | 'disk-full', form: UploadForm): UploadRefusal {
  const project = form.fields.get('name')?.[0] ?? ''
  return why === 'too-large' ? refusal('file-too-large', { project, filename, limitBytes }) : refusal('disk-full', { filename })
}

/** Form and file mostly say the same, and what is wrong in both is said once. */
function withoutRepetition(refusals: UploadRefusal[]): UploadRefusal[] {
  const seen = new Set<string>()
  return refusals.filter((one) => {
    const key = one.code === 'problem' ? one.problem.message : `${one.code} ${JSON.stringify(one.said)}`
    return !seen.has(key) && seen.add(key)
  })
}

const named = ({ name, version, filename }: Candidate) => ({ project: normalizeName(name), version, filename })
