// The names of files: the binary distribution format (PEP 427, 491) and the source distribution format (PEP 625).
import { normalizeName } from '#lib/protocol/names.ts'
import { isPlatformTag } from '#lib/protocol/platform-tags.ts'
import { quoted, type Problem } from '#lib/protocol/problem.ts'
import { compareVersions, normalizeVersion } from '#lib/protocol/versions.ts'
import { err, ok, type Result } from '#lib/result.ts'

/** What both kinds of file name say. */
export type DistributionFilename = {
  /** The project, in normal form. */
  name: string
  /** The version, in normal spelling. */
  version: string
  /** `<name>-<version>` as the file name spells it: the stem of a wheel's `.dist-info`, the top folder of an sdist. */
  stem: string
  /** Name and version as the file name spells them. */
  spelled: { name: string; version: string }
}

export type SdistFilename = DistributionFilename & { kind: 'sdist'; extension: '.tar.gz' | '.zip' }

export type WheelFilename = DistributionFilename & {
  kind: 'wheel'
  /** The build tag: a number, as digits, and what follows it; null when there is none. */
  build: { number: string; rest: string } | null
  /** The three compressed tag sets taken apart, in lower case. */
  pythonTags: string[]
  abiTags: string[]
  platformTags: string[]
}

export type SdistFilenameError = 'bad-extension' | 'no-version' | 'bad-version'
export type WheelFilenameError = 'bad-extension' | 'wrong-number-of-parts' | 'bad-name' | 'bad-version' | 'bad-build-number' | 'bad-tags'

/** Takes the name of a source distribution apart; the version is what follows the last dash, for none has a dash in it. */
export function parseSdistFilename(filename: string): Result<SdistFilename, SdistFilenameError> {
  const extension = (['.tar.gz', '.zip'] as const).find((ending) => filename.endsWith(ending))
  if (!extension) return err('bad-extension')

  const stem = filename.slice(0, -extension.length)
  const dash = stem.lastIndexOf('-')
  if (dash < 1) return err('no-version')

  const spelled = { name: stem.slice(0, dash), version: stem.slice(dash + 1) }
  const version = fileVersion(spelled.version)
  if (version === null) return err('bad-version')
  return ok({ kind: 'sdist', name: normalizeName(spelled.name), version, stem, spelled, extension })
}

/** Takes the name of a wheel apart: `{name}-{version}(-{build})?-{python}-{abi}-{platform}.whl`. */
export function parseWheelFilename(filename: string): Result<WheelFilename, WheelFilenameError> {
  if (!filename.endsWith('.whl')) return err('bad-extension')
  const parts = filename.slice(0, -'.whl'.length).split('-')
  if (parts.length !== 5 && parts.length !== 6) return err('wrong-number-of-parts')

  const [name = '', spelledVersion = ''] = parts
  if (!/^[A-Za-z0-9._]+$/.test(name) || name.includes('__')) return err('bad-name')
  const version = fileVersion(spelledVersion)
  if (version === null) return err('bad-version')
  const build = parts.length === 6 ? parseBuildTag(parts[2] ?? '') : null
  if (build === 'bad') return err('bad-build-number')

  const [pythonTags = [], abiTags = [], platformTags = []] = parts.slice(-3).map((set) => set.toLowerCase().split('.'))
  if (![...pythonTags, ...abiTags, ...platformTags].every((tag) => /^[a-z0-9_]+$/.test(tag))) return err('bad-tags')

  const spelled = { name, version: spelledVersion }
  return ok({ kind: 'wheel', name: normalizeName(name), version, stem: `${name}-${spelledVersion}`, spelled, build, pythonTags, abiTags, platformTags })
}

/** The project's name as file names must spell it: normal form, with `_` for `-` (so that dashes separate the parts). */
export function escapedName(project: string): string {
  return normalizeName(project).replaceAll('-', '_')
}

/** The one name PEP 625 gives to a source distribution; null when the version is none. */
export function sdistFilename(project: string, version: string): string | null {
  const normal = normalizeVersion(version)
  return normal === null ? null : `${escapedName(project)}-${normal}.tar.gz`
}

export type Filetype = 'sdist' | 'bdist_wheel'

/** The first rule that a file name breaks before anything is known of its project; null when it breaks none. */
export function checkFilename(filename: string, filetype: Filetype): Problem | null {
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(filename)) return problem(filename, 'control-characters', 'Cannot upload a file with control characters in its name: rename it.')
  if (/[/\\]/.test(filename)) return problem(filename, 'folder-in-name', "Cannot upload a file with '/' or '\\' in its name: give the name alone.")
  if (filename.length > FILENAME_MAX_CHARS) return problem(filename, 'too-long', `Filename is too long: ${quoted(filename)}. Keep it within ${FILENAME_MAX_CHARS} characters.`)
  if (hasExtension(filename, filetype)) return null
  const wanted = filetype === 'sdist' ? "a source distribution ends in '.tar.gz'" : "a wheel ends in '.whl'"
  return problem(filename, 'bad-extension', `Invalid file extension: ${wanted}, and this is ${quoted(filename)}.`)
}

/** The first rule that a source distribution's name breaks, given the project and version it is uploaded for; else null. */
export function checkSdistFilename(filename: string, project: string, version: string): Problem | null {
  const parsed = parseSdistFilename(filename)
  if (!parsed.ok) {
    return problem(filename, parsed.error, `Invalid source distribution filename: ${filename}. It must read <name>-<version>.tar.gz: build it again with a current build tool.`)
  }
  if (parsed.value.name !== normalizeName(project)) {
    return problem(filename, 'wrong-project', `Start filename for ${quoted(project)} with ${quoted(escapedName(project))}. ${NAME_CURE}`)
  }
  const expected = sdistFilename(project, parsed.value.version)
  if (compareVersions(parsed.value.version, version) !== 0) return wrongVersion(filename, version, parsed.value.version)
  if (filename === expected) return null
  return problem(filename, 'not-normalized', `Filename ${quoted(filename)} is invalid, should be ${quoted(expected ?? '')}. ${NAME_CURE}`)
}

/** The first rule that a wheel's name breaks, given the project and version it is uploaded for; else null. */
export function checkWheelFilename(filename: string, project: string, version: string): Problem | null {
  const parsed = parseWheelFilename(filename)
  if (!parsed.ok) return problem(filename, parsed.error, `${WHEEL_WORDS[parsed.error]}: ${quoted(filename)}. ${NAME_CURE}`)

  const platform = parsed.value.platformTags.find((tag) => !isPlatformTag(tag))
  if (platform !== undefined) {
    return problem(filename, 'unsupported-platform', `Binary wheel ${quoted(filename)} has an unsupported platform tag ${quoted(platform)}. ${platform.startsWith('linux_') ? LINUX_CURE : PLATFORM_CURE}`)
  }
  if (parsed.value.spelled.name !== escapedName(project)) {
    const words = `Filename ${quoted(filename)} should contain the normalized project name ${quoted(escapedName(project))}`
    return problem(filename, 'wrong-project', `${words}, not ${quoted(parsed.value.spelled.name)}. ${NAME_CURE}`)
  }
  return compareVersions(parsed.value.version, version) === 0 ? null : wrongVersion(filename, version, parsed.value.version)
}

/** What a file system keeps as one name. */
const FILENAME_MAX_CHARS = 255

const NAME_CURE = 'Build it again with a current build tool, and do not rename it.'
const LINUX_CURE = "Give it a tag that installers can trust, such as manylinux_2_28_x86_64: 'auditwheel repair' finds the right one, cibuildwheel builds for it."
const PLATFORM_CURE = 'Build it for a platform that installers know, for example with cibuildwheel.'

const WHEEL_WORDS: Record<WheelFilenameError, string> = {
  'bad-extension': "Invalid wheel filename (extension must be '.whl')",
  'wrong-number-of-parts': 'Invalid wheel filename (wrong number of parts)',
  'bad-name': 'Invalid project name',
  'bad-version': 'Invalid wheel filename (invalid version)',
  'bad-build-number': 'Invalid wheel filename (invalid build number)',
  'bad-tags': 'Invalid wheel filename (invalid tag)',
}

function hasExtension(filename: string, filetype: Filetype): boolean {
  return filetype === 'sdist' ? /\.(?:tar\.gz|zip)$/.test(filename) : filename.endsWith('.whl')
}

/** Spaces around a version are forgiven in a form, never in a file name. */
function fileVersion(text: string): string | null {
  return text === text.trim() ? normalizeVersion(text) : null
}

function parseBuildTag(text: string): WheelFilename['build'] | 'bad' {
  const parts = /^(?<number>[0-9]+)(?<rest>[A-Za-z0-9_.]*)$/.exec(text)?.groups
  return parts ? { number: parts.number?.replace(/^0+(?=.)/, '') ?? '', rest: parts.rest ?? '' } : 'bad'
}

function wrongVersion(filename: string, wanted: string, found: string): Problem {
  return problem(filename, 'wrong-version', `Version in filename should be ${quoted(normalizeVersion(wanted) ?? wanted)} not ${quoted(found)}. Upload the file that was built for this version.`)
}

function problem(filename: string, rule: string, message: string): Problem {
  return { field: 'content', value: filename, rule, message }
}
