import type { Mutant } from './list.ts'

const wheel = { file: 'lib/protocol/wheel.ts', tests: ['lib/protocol/wheel.test.ts'] }
const verified = { file: 'lib/protocol/wheel-record.ts', tests: ['lib/protocol/wheel.test.ts'] }
const record = { file: 'lib/protocol/record.ts', tests: ['lib/protocol/record.test.ts'] }
const sdist = { file: 'lib/protocol/sdist.ts', tests: ['lib/protocol/sdist.test.ts'] }
const scripts = { file: 'lib/protocol/entry-points.ts', tests: ['lib/protocol/entry-points.test.ts'] }
const filenames = { file: 'lib/protocol/filenames.ts', tests: ['lib/protocol/filenames.test.ts'] }
const inspect = { file: 'lib/releases/inspect.ts', tests: ['lib/api/upload-refusals.test.ts'] }
const agreement = { file: 'lib/releases/agreement.ts', tests: ['lib/api/upload-refusals.test.ts'] }
const form = { file: 'lib/releases/upload-form.ts', tests: ['lib/releases/upload-form.test.ts'] }
const staging = { file: 'lib/storage/staging.ts', tests: ['lib/storage/storage.test.ts'] }

/** What is in a wheel or source distribution, and how it comes in (docs/security-bar/uploads.md, Z8 to Z10, Z15). */
export const contents: Mutant[] = [
  { ...verified, what: 'Z8: every file is listed', find: "if (mustBeListed && !row) problems", replace: 'if (false) problems' },
  { ...verified, what: 'Z8: every file has a hash', find: 'if (row && !row.hash) problems', replace: 'if (false) problems' },
  { ...verified, what: 'Z8: the hash is that of the bytes', find: "if (hash && hash.digest('base64url') !== row.hash?.digest) problems", replace: 'if (false) problems' },
  { ...verified, what: 'Z8: the size is that of the bytes', find: 'if (row.size !== null && row.size !== entry.size) problems', replace: 'if (false) problems' },
  { ...verified, what: 'Z8: what is listed is there', find: 'return [...problems, ...absent.map((path) => mismatch(wheel, `lists ${quotedName(path)}, which is not in the archive`))]', replace: 'return problems' },
  { ...record, what: 'Z8: no weak hash', find: "if (!known) return err('weak-hash')", replace: 'if (!known) return ok(null)' },
  { ...record, what: 'Z8: a path once', find: "if (seen.has(row.value.path)) return { ...err('duplicate-path'), row: index + 1 }\n", replace: '' },
  { ...record, what: 'Z8: a path within', find: "if (!isInnerPath(path)) return err('bad-path')\n", replace: '' },
  { ...record, what: 'Z8: no way up', find: "part !== '' && part !== '.' && part !== '..'", replace: "part !== ''" },
  { ...record, what: 'Z8: no backslash, no control character', find: '/[\\\\\\p{Cc}]/u.test(path) || ', replace: '' },
  { ...record, what: 'Z8: a digest of its length', find: "digest.length === known.chars ? ok", replace: 'true ? ok' },
  { ...wheel, what: 'Z8: RECORD is required', find: "  return { file: null, problems: [{ kind: 'missing-file', detail }] }\n", replace: '  return { file: null, problems: detail ? [] : [] }\n' },
  { ...wheel, what: 'Z8: one .dist-info', find: "    ...topLevelProblems(wheel),\n", replace: '' },
  { ...wheel, what: 'Z8: RECORD is looked at', find: "    ...(await recordProblems(wheel)),\n", replace: '' },
  { ...wheel, what: 'Z1: no more of METADATA than is wanted', find: "await readFile(wheel, 'METADATA', METADATA_MAX_BYTES)", replace: "await readFile(wheel, 'METADATA', 1e9)" },
  { ...wheel, what: 'Z10: entry points are looked at', find: "    ...(await entryPointsProblems(wheel)),\n", replace: '' },
  { ...scripts, what: 'Z10: names without a path', find: "if (!isScriptName(point.name)) return { ...err('bad-script-name'), line }\n", replace: '' },
  { ...scripts, what: 'Z10: not dots alone', find: " && !/^\\.+$/.test(name)", replace: '' },
  { ...scripts, what: 'Z10: a target of its shape', find: "if (!point.target) return { ...err('bad-script-target'), line }\n", replace: '' },
  { ...scripts, what: 'Z10: a name once', find: "if (seen.has(key)) return refuse(setting ? 'duplicate-name' : 'duplicate-group')\n", replace: '' },
  { ...sdist, what: 'Z11: one folder at the top', find: 'if (tops.size > 1) problems', replace: 'if (false) problems' },
  { ...sdist, what: 'Z11: named as the file is', find: 'else if (tar.names.some((name) => !name.startsWith(`${stem}/`))) {', replace: 'else if (false) {' },
  { ...sdist, what: 'PKG-INFO is required', find: 'if (tar.complete && !tar.names.includes(path)) problems', replace: 'if (false) problems' },
  { ...agreement, what: 'Z9: the name in the file', find: '...(sameName ? [] : ', replace: '...(true ? [] : ' },
  { ...agreement, what: 'Z9: the version in the file', find: '...(sameVersion ? [] : ', replace: '...(true ? [] : ' },
  { ...agreement, what: 'Z9: the dependencies in the file', find: '...(sameNeeds ? [] : ', replace: '...(true ? [] : ' },
  { ...agreement, what: 'Z9: the Pythons in the file', find: '...(samePythons ? [] : ', replace: '...(true ? [] : ' },
  { ...agreement, what: 'Z9: what is shown is what the file says', find: 'return { ...form, ...Object.fromEntries(said) }', replace: 'return { ...Object.fromEntries(said), ...form }', tests: ['lib/api/upload-published.test.ts'] },
  { ...inspect, what: 'Z9: the name of the file', find: 'if (!named) return { inside, problems }', replace: 'return { inside, problems }' },
  { ...inspect, what: 'Z15: digests are those of the bytes', find: 'isDigest(announced[kind], staged[kind].length) && announced[kind] !== staged[kind]', replace: 'false' },
  { ...inspect, what: 'Z15: no picture', find: "content.mimeType?.startsWith('image/') ?? false", replace: 'false' },
  { ...inspect, what: 'Z14: so many seconds', find: 'inspectDistribution({ filename, filetype, bytes, signal })', replace: 'inspectDistribution({ filename, filetype, bytes })' },
  { ...filenames, what: 'no folder in a file’s name', find: 'if (/[/\\\\]/.test(filename)) return', replace: 'if (false) return' },
  { ...filenames, what: 'no hidden character in a file’s name', find: 'if (/[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}]/u.test(filename)) return', replace: 'if (false) return' },
  { ...filenames, what: 'an ending that is known', find: 'if (hasExtension(filename, filetype)) return null', replace: 'return null' },
  { ...filenames, what: 'the name of its own project, source', find: 'if (parsed.value.name !== normalizeName(project)) {', replace: 'if (false) {' },
  { ...filenames, what: 'the name of its own project, wheel', find: 'if (parsed.value.spelled.name !== escapedName(project)) {', replace: 'if (false) {' },
  { ...filenames, what: 'one name for a source distribution', find: 'if (filename === expected) return null', replace: 'return null' },
  { ...staging, what: 'bytes are counted while they arrive', find: '    if (size > mostBytes) return null\n', replace: '' },
  { ...staging, what: 'nothing is left of what was refused', find: '    if (!staged.ok) await discardFile(path)\n', replace: '' },
  { ...form, what: 'so much text', find: 'if (bytes > METADATA_MAX_BYTES) return refuse()', replace: '' },
  { ...form, what: 'so many fields', find: "parser.on('fieldsLimit', refuse).on('partsLimit', refuse).on('filesLimit', refuse)\n", replace: '' },
  { ...form, what: 'no text in a file', find: 'else if (name !== undefined && !IGNORED_FILES.includes(name)) form', replace: 'else if (false) form' },
  { ...form, what: 'one file', find: "if (name === 'content') form.problems.push(twice)\n    else if", replace: 'if' },
  { ...form, what: 'nothing is left of a form that broke off', find: '  await discardContent(form)\n', replace: '' },
  { what: 'a blob is named by a SHA-256', file: 'lib/storage/shelf.ts', find: "  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('A blob is named by a SHA-256 in lower-case hex.')\n", replace: '', tests: ['lib/storage/storage.test.ts'] },
  { what: 'a blob is never overwritten', file: 'lib/storage/disk.ts', find: '  if (await whenThere(stat(to))) return unlink(from)\n', replace: '', tests: ['lib/storage/storage.test.ts'] },
  { what: 'the role is asked again under the lock', file: 'lib/releases/store.ts', find: '...(await projectRefusals(publisher, candidate.name, project.value, tx))', replace: '', tests: ['lib/api/upload-races.test.ts'] },
  { what: 'the place is asked for again under the lock', file: 'lib/releases/store.ts', find: '  if (noPlace.length > 0) return refused(...noPlace)\n', replace: '', tests: ['lib/api/upload-races.test.ts'] },
  { what: 'no row points at nothing', file: 'lib/releases/store.ts', find: "    if ((await sizeOfBlob(sha256)) === null) throw", replace: '    if (false) throw', tests: ['lib/api/upload-races.test.ts'] },
  { what: 'a refusal takes everything back', file: 'lib/releases/store.ts', find: '      return tx.rollback()\n', replace: '      return outcome\n', tests: ['lib/api/upload-races.test.ts'] },
  { what: 'eight uploads of one person at once', file: 'lib/releases/turns.ts', find: 'line.running === UPLOADS_AT_ONCE_PER_USER', replace: 'false', tests: ['lib/releases/turns.test.ts'] },
]
