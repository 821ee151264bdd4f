// PEP 440: what is a version, which spellings are one version, and which of two comes first.
//
// Written here rather than taken from @renovatebot/pep440: that package reads numbers as floats (20240101000000000001
// loses its end) and writes local versions with commas. Numbers stay text here, so none is too long.

/** A number as PEP 440 normalizes it: digits without leading zeros. */
type Digits = string

/** A version taken apart and normalized. */
export type Version = {
  epoch: Digits
  release: Digits[]
  pre: { phase: 'a' | 'b' | 'rc'; number: Digits } | null
  post: Digits | null
  dev: Digits | null
  local: string[]
}

/** Takes a version apart, with PEP 440's permitted spellings normalized; null when it is none (appendix B). */
export function parseVersion(text: string): Version | null {
  const parts = VERSION.exec(text.trim())?.groups
  if (!parts) return null
  const { epoch, release = '', phase, pre, dash, post, posted, dev, developed, local } = parts
  return {
    epoch: digits(epoch),
    release: release.split('.').map(digits),
    pre: phase === undefined ? null : { phase: PHASES[phase.toLowerCase()] ?? 'rc', number: digits(pre) },
    post: dash ?? posted ? digits(dash ?? post) : null,
    dev: developed ? digits(dev) : null,
    local: local === undefined ? [] : local.toLowerCase().split(/[._-]/).map(localSegment),
  }
}

/** The normal spelling, as file names carry it: `v1.0-ALPHA.1` is `1.0a1`. Null when it is no version. */
export function normalizeVersion(text: string): string | null {
  const version = parseVersion(text)
  return version && spell(version)
}

/** The spelling that equal versions share, as releases are told apart by: `1.0` and `1.0.0` are both `1`. */
export function canonicalVersion(text: string): string | null {
  const version = parseVersion(text)
  return version && spell({ ...version, release: withoutTrailingZeros(version.release) })
}

/** Does the version carry a `+local` part? Public indexes take none (PEP 440, "Local version identifiers"). */
export function hasLocalVersion(text: string): boolean {
  return (parseVersion(text)?.local.length ?? 0) > 0
}

/** Is it an alpha, beta, candidate or development release? Installers pass those over unless asked. */
export function isPrerelease(text: string): boolean {
  const version = parseVersion(text)
  return version !== null && (version.pre !== null || version.dev !== null)
}

/**
 * Puts versions in PEP 440's order, lowest first; 0 for equal versions in different spellings. What is no version
 * comes before all that are, by its characters, so that any list of texts has one order.
 */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [parseVersion(left), parseVersion(right)]
  if (a && b) return compareLists(sortKey(a), sortKey(b))
  if (a || b) return a ? 1 : -1
  return compareText(left, right)
}

/** The release a project is shown by: not yanked before yanked, final before pre-release, then the highest. */
export function latestVersion<T extends { version: string; yanked: boolean }>(releases: readonly T[]): T | null {
  return releases.reduce<T | null>((best, next) => (best === null || isLater(next, best) ? next : best), null)
}

function isLater<T extends { version: string; yanked: boolean }>(next: T, best: T): boolean {
  if (next.yanked !== best.yanked) return best.yanked
  const [nextIsPre, bestIsPre] = [isPrerelease(next.version), isPrerelease(best.version)]
  if (nextIsPre !== bestIsPre) return bestIsPre
  return compareVersions(next.version, best.version) > 0
}

/** PEP 440 appendix B, without named alternatives that could match the same text twice: it never backtracks far. */
const VERSION = new RegExp(
  [
    /^v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)/,
    /(?:[-_.]?(?<phase>alpha|a|beta|b|preview|pre|rc|c)[-_.]?(?<pre>[0-9]+)?)?/,
    /(?:-(?<dash>[0-9]+)|[-_.]?(?<posted>post|rev|r)[-_.]?(?<post>[0-9]+)?)?/,
    /(?:[-_.]?(?<developed>dev)[-_.]?(?<dev>[0-9]+)?)?/,
    /(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/,
  ]
    .map((part) => part.source)
    .join(''),
  'i',
)

const PHASES: Record<string, 'a' | 'b' | 'rc'> = { a: 'a', alpha: 'a', b: 'b', beta: 'b', c: 'rc', pre: 'rc', preview: 'rc' }

/** A missing number is 0 (PEP 440, "Implicit pre-release number" and its sisters). */
function digits(text: string | undefined): Digits {
  return (text ?? '').replace(/^0+/, '') || '0'
}

function localSegment(segment: string): string {
  return isDigits(segment) ? digits(segment) : segment
}

function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text)
}

function spell({ epoch, release, pre, post, dev, local }: Version): string {
  return [
    epoch === '0' ? '' : `${epoch}!`,
    release.join('.'),
    pre ? pre.phase + pre.number : '',
    post === null ? '' : `.post${post}`,
    dev === null ? '' : `.dev${dev}`,
    local.length === 0 ? '' : `+${local.join('.')}`,
  ].join('')
}

function withoutTrailingZeros(release: Digits[]): Digits[] {
  const end = release.findLastIndex((part) => part !== '0')
  return release.slice(0, Math.max(end + 1, 1))
}

type Key = readonly (string | Key)[]

/** PEP 440 "Summary of permitted suffixes and relative ordering", as one list that compares from left to right. */
function sortKey(version: Version): Key {
  const { epoch, release, pre, post, dev, local } = version
  return [
    epoch,
    withoutTrailingZeros(release),
    preRank(version),
    pre?.number ?? '0',
    post === null ? '0' : '1',
    post ?? '0',
    dev === null ? '1' : '0',
    dev ?? '0',
    local.map((segment) => (isDigits(segment) ? ['1', segment] : ['0', segment])),
  ]
}

/** A bare development release comes before every alpha, a final or post release after every candidate. */
function preRank({ pre, post, dev }: Version): Digits {
  if (pre) return { a: '1', b: '2', rc: '3' }[pre.phase]
  return post === null && dev !== null ? '0' : '4'
}

function compareLists(left: Key, right: Key): number {
  for (const [index, a] of left.entries()) {
    const b = right[index]
    if (b === undefined) return 1
    const order = typeof a === 'string' || typeof b === 'string' ? compareParts(String(a), String(b)) : compareLists(a, b)
    if (order !== 0) return order
  }
  return left.length - right.length
}

function compareParts(a: string, b: string): number {
  return isDigits(a) && isDigits(b) && a.length !== b.length ? a.length - b.length : compareText(a, b)
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
