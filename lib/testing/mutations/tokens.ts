import type { Mutant } from './list.ts'

const macaroon = { file: 'lib/protocol/macaroon.ts', tests: ['lib/protocol/macaroon.test.ts'] }
const packets = { file: 'lib/protocol/macaroon-packets.ts', tests: ['lib/protocol/macaroon.test.ts'] }
const caveats = { file: 'lib/protocol/caveats.ts', tests: ['lib/protocol/caveats.test.ts'] }
const authorization = { file: 'lib/protocol/basic-auth.ts', tests: ['lib/protocol/basic-auth.test.ts'] }
const made = { file: 'lib/tokens/tokens.ts', tests: ['lib/tokens/tokens.test.ts'] }
const check = { file: 'lib/tokens/check.ts', tests: ['lib/tokens/tokens.test.ts'] }
const leaked = { file: 'lib/tokens/leaks.ts', tests: ['lib/tokens/leaks.test.ts'] }
const report = { file: 'lib/protocol/leak-report.ts', tests: ['lib/protocol/leak-report.test.ts'] }
const reports = { file: 'lib/api/leaks.ts', tests: ['lib/api/leaks.test.ts'] }
const sealed = { file: 'lib/protocol/sealed.ts', tests: ['lib/protocol/sealed.test.ts'] }

/** API tokens (docs/security-bar/tokens.md, e.6.1 to e.6.8). What roles.ts has is not said again. */
export const tokens: Mutant[] = [
  { ...macaroon, what: 'a token has one spelling', find: "const canonical = macaroon && encodeToken(macaroon) === token.replace(/={1,2}$/, '')", replace: 'const canonical = macaroon' },
  { ...macaroon, what: '8 KiB', find: "if (token.length > TOKEN_MAX_BYTES) return err('malformed-token')", replace: '' },
  { ...macaroon, what: '64 caveats', find: ' || caveats.length > TOKEN_MAX_CAVEATS', replace: '' },
  { ...macaroon, what: 'a whole signature', find: 'signature?.data.length !== SIGNATURE_BYTES', replace: '!signature' },
  { ...macaroon, what: 'the signature runs through each caveat', find: 'signature: hmac(macaroon.signature, caveat)', replace: 'signature: macaroon.signature' },
  { ...macaroon, what: 'the signature is compared', find: 'return timingSafeEqual(mintMacaroon(rootKey, location, identifier, caveats).signature, signature)', replace: 'return true' },
  { ...packets, what: 'a length within the token', find: 'if (length === null || length.next + length.value > bytes.length) return null', replace: 'if (length === null) return null' },
  { ...caveats, what: 'a caveat nobody understands denies', find: "objectionOf(caveat.value, context) : 'caveat is invalid'", replace: 'objectionOf(caveat.value, context) : null' },
  { ...caveats, what: 'expired', find: "if (seconds >= caveat.expiresAt) return 'token is expired'\n", replace: '' },
  { ...caveats, what: 'not yet valid', find: "seconds < caveat.notBefore ? 'token is not yet valid' : null", replace: 'null' },
  { ...caveats, what: 'project names', find: 'caveat.names.includes(project.normalizedName)', replace: 'true' },
  { ...caveats, what: 'project ids', find: 'caveat.ids.includes(project.id)', replace: 'true' },
  { ...caveats, what: 'a token for projects makes no project', find: "if (project === null) return 'project-scoped token used outside of a project context'\n  return listed", replace: 'if (project === null) return null\n  return listed' },
  { ...caveats, what: 'the user', find: 'context.userId === userId ? null', replace: 'true ? null' },
  { ...caveats, what: 'the action', find: 'caveat.actions.includes(context.action) ? null', replace: 'true ? null' },
  ...['names', 'ids', 'actions'].map((field) => ({ ...caveats, what: `no more fields than known: ${field}`, find: `isStrings(${field}) && rest.length === 0 ?`, replace: `isStrings(${field}) ?` })),
  { ...caveats, what: 'no more fields than known: expiry', find: 'isInteger(notBefore) && rest.length === 0', replace: 'isInteger(notBefore)' },
  { ...caveats, what: 'no more fields than known: user', find: "typeof userId === 'string' && rest.length === 0", replace: "typeof userId === 'string'" },
  { ...caveats, what: 'lists are lists of text', find: "Array.isArray(value) && value.every((item) => typeof item === 'string')", replace: 'Array.isArray(value)' },
  { ...caveats, what: 'times are whole numbers', find: 'Number.isSafeInteger(value)', replace: "typeof value === 'number'" },
  { ...caveats, what: 'older objects with what they had and no more', find: 'Object.keys(value).length === keys.length && ', replace: '' },
  { ...authorization, what: 'with Basic the name is __token__', find: "if (names === 'token-only' && credentials.username !== TOKEN_USERNAME) return err('not-a-token')\n", replace: '' },
  { ...authorization, what: 'a short header', find: ' || header.length > 2 * TOKEN_MAX_BYTES', replace: '' },
  { ...made, what: 'a token is for projects of one’s own', find: "if (scoped === 'not-your-project') return err('not-your-project')", replace: '' },
  { ...made, what: 'an address first', find: "if (!(await hasConfirmedPrimary(user.id, db()))) return err('address-not-confirmed')\n", replace: '' },
  { ...made, what: 'a year at most', find: ' || days > TOKEN_MAX_DAYS', replace: '' },
  { ...made, what: 'a scope must be chosen', find: "scope !== 'user' && scope.length === 0 ? err('no-projects') : ok(undefined)", replace: 'ok(undefined)' },
  { ...made, what: 'so many a day', find: "if (!allowance.allowed) return err('too-many')\n", replace: '' },
  { ...made, what: 'ids decide, not names that can be taken again', find: ", { kind: 'project-ids', ids: scoped.map((p) => p.id) }]", replace: ']' },
  { ...made, what: 'a token of everything is of one user', find: ": [{ kind: 'user', userId: user.id }]", replace: ': []' },
  { what: 'a form that says nothing asks for publishing alone', file: 'lib/tokens/input.ts', find: ".default('publish')", replace: ".default('both')", tests: ['lib/tokens/input.test.ts'] },
  { ...made, what: 'publishing alone, unless something else is asked for', find: "{ actions = ['upload'] }: TokenWish", replace: "{ actions = ['upload', 'read'] }: TokenWish" },
  { ...made, what: 'what it may do stands in the token', find: "actions.length === 1 ? [{ kind: 'actions', actions }] : []", replace: '[]' },
  { ...made, what: 'every token ends', find: "return [{ kind: 'expiration', expiresAt: Math.floor(expiresAt.getTime() / 1000), notBefore: 0 }, ...scope", replace: 'return [...scope' },
  { ...made, what: 'a root key of its own', find: 'const rootKey = randomBytes(32)', replace: 'const rootKey = Buffer.alloc(32)' },
  { ...made, what: 'its owner is told that it is made', find: "  await sendWarning(tx, 'token-created', user.id, origin, now, { name: row.name, expires: row.expiresAt.toISOString() })\n", replace: '' },
  { ...made, what: 'its owner is told that it goes', find: "    await sendWarning(tx, 'token-removed', user.id, origin, now, { name: removed.name })\n", replace: '' },
  { ...check, what: 'an identifier of our shape', find: '  if (!isTokenId(id)) return null\n', replace: '' },
  { ...leaked, what: 'only a whole token is reported', find: ' || !signatureHolds(macaroon.value, rootKey)) return false', replace: ') return false' },
  { ...leaked, what: 'a leaked token dies', find: 'set({ revokedAt: now })', replace: 'set({ lastUsedAt: now })' },
  { ...leaked, what: 'its owner is told', find: "    await sendLetter(tx, { kind: 'token-leaked', userId: row.userId, to: 'all', values: { name: row.name, url: url ?? '' } })\n", replace: '' },
  { ...leaked, what: 'its projects are told', find: "    await recordOnProjects(tx, { action: 'token.leaked', actorId: null }, row, await projectsOpenedBy(tx, row), origin)\n", replace: '' },
  { ...leaked, what: 'projects read nothing of one another', file: 'lib/tokens/on-projects.ts', find: 'detail: { name: token.name } }', replace: 'detail: { name: token.name, projects: projectIds } }' },
  { ...leaked, what: 'a second report does nothing', find: "isNull(apiTokens.revokedAt))\n  const [row]", replace: ")\n  const [row]" },
  { ...report, what: 'the key that was named', find: 'keys.find(({ identifier }) => identifier === keyId)', replace: 'keys[0]' },
  { ...report, what: 'the body that was signed', find: '.update(body).verify', replace: '.update(Buffer.of()).verify' },
  { ...reports, what: 'a signed report', find: 'if (!isSignedReport(body, keyId, signature, await findKeys())) return empty(400)', replace: '' },
  { ...reports, what: 'a small report', find: 'if (Number(c.req.header(\'content-length\') ?? Infinity) > BODY_MAX_BYTES) return empty(413)', replace: '' },
  { ...reports, what: 'keys are asked for without following anybody', find: "redirect: 'error', ", replace: '', tests: ['lib/outgoing.test.ts'] },
  { ...sealed, what: 'what is sealed belongs to its row', find: '${key.id}|${context}', replace: '${key.id}' },
  { ...sealed, what: 'what is sealed belongs to its key', find: '|${key.id}|', replace: '|' },
  { what: 'what publishes with a password is no more than its account', file: 'lib/releases/may-publish.ts', find: "      if (project && !role) return { allowed: false, error: 'no-role', reasons: [] }\n", replace: '', tests: ['lib/releases/password-publisher.test.ts'] },
  { what: 'and is asked for the factor that pages need', file: 'lib/releases/may-publish.ts', find: 'return standingOf(reader, userId, role, action, now)', replace: 'return { allowed: true, role }', tests: ['lib/releases/password-publisher.test.ts'] },
  { what: 'passwords publish where the operator allows it', file: 'lib/releases/password-publisher.ts', find: "environment().uploadPasswords !== 'allowed' || ", replace: '', tests: ['lib/api/upload-permission.test.ts'] },
  { what: 'a resting account publishes with no password', file: 'lib/releases/password-publisher.ts', find: "  if (isResting(user, 'upload', now)) return err('account-frozen')\n", replace: '', tests: ['lib/releases/password-publisher.test.ts'] },
  { what: 'a factor is not gone around with a password', file: 'lib/releases/password-publisher.ts', find: "  if (await hasSecondFactor(user.id)) return err('token-needed')\n", replace: '', tests: ['lib/releases/password-publisher.test.ts'] },
]
