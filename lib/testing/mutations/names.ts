import type { Mutant } from './list.ts'

const create = { file: 'lib/projects/create.ts', tests: ['lib/projects/projects.test.ts'] }
const name = { file: 'lib/protocol/names.ts', tests: ['lib/protocol/names.test.ts'] }
const taken = { file: 'lib/releases/taken.ts', tests: ['lib/api/upload-taken.test.ts'] }

/** Names of projects and files (docs/security-bar/names.md). */
export const names: Mutant[] = [
  { ...name, what: 'ASCII letters and digits', find: '/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/', replace: '/^[\\p{L}0-9](?:[\\p{L}0-9._-]*[\\p{L}0-9])?$/u' },
  { ...name, what: 'one normal form', find: ".replace(/[-_.]+/g, '-')", replace: '' },
  { ...name, what: 'separators do not tell names apart', find: "    .replace(/[-_.]/g, '')\n", replace: '' },
  { ...name, what: 'l, i and 1 look alike', find: "    .replace(/[lLiI]/g, '1')\n", replace: '' },
  { ...name, what: 'o and 0 look alike', find: "    .replace(/[oO]/g, '0')\n", replace: '' },
  { ...create, what: 'a name is a name', find: "if (!isProjectName(name)) return err('name-invalid')\n", replace: '' },
  { ...create, what: 'a name is taken once', find: "  if (found.some(({ normalizedName }) => normalizedName === normalizeName(name))) return 'name-conflicts'\n", replace: '' },
  { ...create, what: 'a name is not one that only a slip asks for', find: "if (isProhibitedName(name)) return err('name-prohibited')\n", replace: '' },
  { ...create, what: 'a name that looks like another', find: 'return taken ? err(taken) : ok(undefined)', replace: 'return ok(undefined)' },
  { ...create, what: 'a module of Python, where that rule is on', find: "if (isStandardLibraryName(name) && (await isRuleOn('refuse-standard-library-names', reader))) return err('name-standard-library')\n", replace: '', tests: ['lib/api/upload-permission.test.ts'] },
  { ...create, what: 'an address first', find: "if (!(await hasConfirmedPrimary(user.id, db()))) return err('address-not-confirmed')\n", replace: '' },
  { ...create, what: 'so many new projects an hour', find: "if (!allowance.allowed) return err('too-many-projects')\n", replace: '', tests: ['lib/api/upload-permission.test.ts'] },
  { ...create, what: 'no new projects, where that rule is on', find: "if (await isRuleOn('refuse-new-projects')) return err('new-projects-refused')\n", replace: '', tests: ['lib/api/upload-permission.test.ts'] },
  { ...taken, what: 'a deleted file keeps its name', find: "return used > 0 ? [refusal('filename-used', { filename })] : []", replace: 'return []' },
  { ...taken, what: 'a file is the one of its own release', find: 'eq(files.releaseId, release.id), ', replace: '' },
  { ...taken, what: 'a file is never another', find: "if (await isFileThere(candidate, reader)) return [refusal('file-exists', { filename, blake2b256 })]\n", replace: '' },
  { what: 'a name is reserved in the transaction', file: 'lib/releases/store.ts', find: "if (reserved.length === 0) return refusal('filename-used', { filename })\n", replace: '', tests: ['lib/api/upload-races.test.ts'] },
  { ...taken, what: 'nothing new in an old release, where that rule is on', find: "if (old && (await isRuleOn('refuse-old-releases', reader))) found.push", replace: 'if (false) found.push' },
  { ...taken, what: 'one source distribution', find: "if (filetype === 'sdist' && (await hasSdist(release.id, reader))) found", replace: 'if (false) found' },
  { ...taken, what: 'a project of so many bytes', find: 'if (stored + size > limitBytes) found', replace: 'if (false) found' },
  { ...taken, what: 'so many bytes a day', find: 'if (today + size > USER_DAY_MAX_BYTES) found', replace: 'if (false) found' },
]
