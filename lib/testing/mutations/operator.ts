import type { Mutant } from './list.ts'

const field = { file: 'lib/env-fields.ts', tests: ['lib/env.test.ts'] }
const secrets = { file: 'lib/kept-secrets.ts', tests: ['lib/env.test.ts'] }
const log = { file: 'lib/server/log.ts', tests: ['lib/server/log.test.ts'] }

/** What the operator says, and what the operator reads. */
export const operator: Mutant[] = [
  { ...field, what: 'https but on localhost', find: "url.protocol === 'http:' && url.hostname === 'localhost'", replace: "url.protocol === 'http:'" },
  { ...field, what: 'a name, not an address', find: "url.protocol === 'https:' ? !isAddress(url.hostname)", replace: "url.protocol === 'https:' ? true" },
  { ...field, what: 'an origin, without path and password', find: 'return bare && allowed ? url.origin : null', replace: 'return allowed ? url.origin : null' },
  { ...field, what: 'files over TLS, but on this machine', find: "(url.protocol === 'http:' && /^(?:localhost|127\\.0\\.0\\.1|\\[::1\\])$/.test(url.hostname))", replace: "url.protocol === 'http:'" },
  { ...field, what: 'an origin of files, without path and password', find: 'return safe && isBare(url) ? url.origin : null', replace: 'return safe ? url.origin : null' },
  { ...field, what: 'a secret of some length', find: 'text.length >= 32 && ', replace: '' },
  { ...field, what: 'a secret of some variety', find: 'new Set(text).size >= 12 && !LOOKS_COPIED', replace: '!LOOKS_COPIED' },
  { ...field, what: 'no secret out of an example', find: ' && !LOOKS_COPIED.test(text)', replace: '' },
  { ...field, what: 'a key of 32 bytes', find: 'bytes.length === 32 && ', replace: '' },
  { ...field, what: 'a key of some variety', find: ' && new Set(bytes).size >= 12 ? bytes', replace: ' ? bytes' },
  { ...field, what: 'not the whole internet as a proxy', find: 'list.every(([, bits]) => bits > 0) ? list : null', replace: 'list' },
  { ...field, what: 'three days to recover at the least', find: '(days >= 3 && days <= 90)', replace: '(days <= 90)' },
  { ...field, what: 'no second header in a sender', find: '/^(?:[^<>\\r\\n]*<', replace: '/^(?:[^<>]*<' },
  { ...field, what: 'a contact is an address or a page over TLS', find: "return url.protocol === 'https:' && !url.username", replace: 'return !url.username' },
  { ...field, what: 'one contact, and no second line', find: '/^[^<>\\s"@:/?&%]+@[^<>\\s"@:/?&%]+$/', replace: '/^[^<>"@:/?&%]+@/' },
  { ...secrets, what: 'secrets are for their owner', find: "const handle = openSync(temporary, 'wx', 0o600)", replace: "const handle = openSync(temporary, 'wx', 0o644)" },
  { ...secrets, what: 'secrets stay for their owner', find: '    chmodSync(path, 0o600)\n', replace: '' },
  { ...secrets, what: 'the folder is for its owner', find: 'makeFolder(dir, 0o700)', replace: 'makeFolder(dir, 0o755)' },
  { ...log, what: 'no line within a line', find: "(/^[\\x20-\\x7e]*$/.test(json) ? json : escapedAnew(json))", replace: 'json' },
  { ...log, what: 'no control character for people', find: "text.replace(/[^\\P{C}\\n\\t]/gu, '·').slice(0, TEXT_MAX_CHARS)", replace: 'text' },
  { what: 'figures are for this machine', file: 'lib/api/metrics.ts', find: 'isLoopback(c) || hasToken(c) ? ', replace: 'true ? ', tests: ['lib/api/app.test.ts'] },
  { what: 'elsewhere figures are for the token', file: 'lib/api/metrics.ts', find: 'shown !== undefined && timingSafeEqual(Buffer.from(hashSecret(shown)), Buffer.from(hashSecret(metricsToken)))', replace: 'shown !== undefined', tests: ['lib/api/app.test.ts'] },
  { what: 'no token, no figures elsewhere', file: 'lib/api/metrics.ts', find: 'metricsToken !== null && shown', replace: 'shown', tests: ['lib/api/app.test.ts'] },
  ...['sweepPending(now)', 'sweepChallenges(now)', 'sweepTotpOffers(now)', 'sweepLimits(now)', 'sweepSessions(longAgo)', 'sweepBrowsers(now)'].map((call) => ({
    what: `what is over is swept: ${call}`, file: 'lib/worker/sweep.ts', find: `  await ${call}\n`, replace: '', tests: ['lib/worker/worker.test.ts'],
  })),
  { what: 'what was deleted is deleted by its owner’s word', file: 'lib/releases/bin.ts', find: "if (confirmation.trim() !== release.version) return err('wrong-confirmation')\n", replace: '', tests: ['lib/releases/bin.test.ts'] },
  { what: 'a file of this project', file: 'lib/releases/bin.ts', find: 'eq(files.projectId, project.id), isNull(releases.deletedAt)', replace: 'isNull(releases.deletedAt)', tests: ['lib/releases/bin.test.ts'] },
  { what: 'a release of this project', file: 'lib/releases/taken.ts', find: 'and(eq(releases.projectId, projectId), eq(releases.canonicalVersion', replace: 'and(eq(releases.canonicalVersion', tests: ['lib/releases/bin.test.ts'] },
  { what: 'nothing is covered up in quarantine', file: 'lib/releases/own-project.ts', find: "if (project.status === 'quarantined') return err('quarantined')\n", replace: '', tests: ['lib/releases/bin.test.ts'] },
  { what: 'nothing changes while the index is only read', file: 'lib/releases/own-project.ts', find: "if (await isRuleOn('read-only', tx)) return err('read-only')\n", replace: '', tests: ['lib/releases/bin.test.ts'] },
  { what: 'nothing leaves a quarantine by itself', file: 'lib/projects/standing.ts', find: "if (project.status === 'quarantined') return err('quarantined')\n", replace: '', tests: ['lib/projects/projects.test.ts'] },
]
