// The form that twine would send with a file, filled in from the file itself: who uploads by hand sends nothing else.

import { checkFilename, type Filetype, parseSdistFilename, parseWheelFilename } from '#lib/protocol/filenames.ts'
import type { Problem } from '#lib/protocol/problem.ts'
import { type Inside, readMetadata } from './inspect.ts'
import type { Content, FormFields, UploadForm } from './upload.ts'

/**
 * The upload form of one file. A file that does not say what it is (its name cannot be read) gets a form with that problem
 * alone; one whose metadata cannot be read gets the fields that its name tells, and is refused for what is wrong inside.
 */
export async function describeFile(content: Content): Promise<UploadForm> {
  const { filename } = content
  const filetype: Filetype = filename.endsWith('.whl') ? 'bdist_wheel' : 'sdist'
  const named = filetype === 'sdist' ? parseSdistFilename(filename) : parseWheelFilename(filename)
  if (!named.ok) return { fields: new Map(), content, problems: [nameProblem(filename, filetype)], hopeless: true }

  const pythons = named.value.kind === 'wheel' ? named.value.pythonTags.join('.') : 'source'
  const about = { ':action': 'file_upload', protocol_version: '1', filetype, pyversion: pythons, name: named.value.name, version: named.value.version }
  if (!content.arrived.ok) return { fields: fieldsOf(about), content, problems: [] }

  const staged = content.arrived.value
  const { inside, problems } = await readMetadata({ filename, filetype, staged })
  const fields = fieldsOf({ ...about, sha256_digest: staged.sha256, ...(inside ? said(inside) : { metadata_version: '1.0' }) })
  return { fields, content, problems: inside ? [] : withReason(problems, filename) }
}

/** What the metadata leave out is left out here as well, and missed there. */
const said = ({ metadata: { name, version, metadataVersion } }: Inside) => ({ name: name ?? '', version: version ?? '', metadata_version: metadataVersion ?? '' })

const fieldsOf = (values: Record<string, string>): FormFields =>
  new Map(Object.entries(values).flatMap(([field, value]): [string, string[]][] => (value === '' ? [] : [[field, [value]]])))

/** Nothing may be published whose metadata were not read, whatever the reason. */
const withReason = (problems: Problem[], filename: string): Problem[] => (problems.length > 0 ? problems : [noMetadata(filename)])

function nameProblem(filename: string, filetype: Filetype): Problem {
  const known = /\.(?:whl|tar\.gz|zip)$/.test(filename)
  if (!known) return contentProblem(filename, 'bad-extension', `Invalid file extension: ${ENDINGS}. Choose the files that your build tool wrote into its dist folder.`)
  return checkFilename(filename, filetype) ?? contentProblem(filename, 'bad-name', `Invalid ${KINDS[filetype]}. Build it again with a current build tool, and do not rename it.`)
}

const ENDINGS = "a wheel ends in '.whl', a source distribution in '.tar.gz'"
const KINDS = {
  bdist_wheel: 'wheel filename: it must read <name>-<version>-<python>-<abi>-<platform>.whl',
  sdist: 'source distribution filename: it must read <name>-<version>.tar.gz',
}

const noMetadata = (filename: string) => contentProblem(filename, 'no-metadata', 'Invalid distribution file. No metadata can be read from it. Build it again with a current build tool.')
const contentProblem = (value: string, rule: string, message: string): Problem => ({ field: 'content', value, rule, message })
