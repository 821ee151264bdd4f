import type { Mutant } from './list.ts'

const file = 'lib/accounts/passwords.ts'
const patterns = 'lib/accounts/password-patterns.ts'
const change = 'lib/accounts/password-change.ts'
const tests = ['lib/accounts/passwords.test.ts']
const account = ['lib/accounts/account.test.ts']

export const passwords: Mutant[] = [
  { what: 'fifteen code points at least', file, find: "if (codePoints < PASSWORD_MIN_CODE_POINTS) return 'password-too-short'", replace: '', tests },
  { what: 'characters are counted, not UTF-16 units', file, find: '[...nfc].length', replace: 'nfc.length', tests },
  { what: 'characters are counted in the normal form', file, find: "const nfc = password.normalize('NFC')", replace: 'const nfc = password', tests },
  { what: '256 code points at most', file, find: 'codePoints > PASSWORD_MAX_CODE_POINTS || ', replace: '', tests },
  { what: 'no text that is none', file, find: "if (!password.isWellFormed() || password.includes('\\0')) return 'invalid-input'", replace: '', tests },
  { what: 'the list of common passwords', file, find: "isCommonPassword(nfc) ? 'password-common' : ", replace: '', tests },
  { what: 'the rules are asked before a hash is made', file, find: 'if (refusal) return err(refusal)', replace: '', tests },
  { what: 'the whole password is checked', file, find: 'PASSWORD_MAX_BYTES + 1)', replace: '72)', tests },
  { what: 'the pepper', file, find: "createHmac('sha256', bytes).update(password.normalize('NFC')).digest('base64')", replace: "password.normalize('NFC') + bytes.subarray(0, 0)", tests },
  { what: 'the cost of a hash is noticed to be old', file, find: 'Number(memory ?? 0) < ARGON2_MEMORY_KIB || ', replace: '', tests },
  { what: 'repetitions', file: patterns, find: 'period * 2 <= chars.length && chars.every((c, i) => i < period || c === chars[i - period])', replace: 'false && period > chars.length', tests },
  { what: 'rows of the keyboard', file: patterns, find: 'text.length > 0 && stretches(text) * MEAN_STRETCH_CHARS <= text.length', replace: 'text.length < 0 && stretches(text) < MEAN_STRETCH_CHARS', tests },
  { what: 'one’s own names', file: patterns, find: "own.some((word) => text.includes(word)) && restOf(text, own).length < REST_MIN_CHARS", replace: 'restOf(text, own).length < 0', tests },
  { what: 'digits put for letters', file: patterns, find: ".replace(/[@4]/g, 'a').replace(/0/g, 'o').replace(/[1!]/g, 'i').replace(/3/g, 'e').replace(/[$5]/g, 's')", replace: '', tests },
  { what: 'the old password is asked', file: change, find: 'const known = await checkOwnPassword(actor.id, change.currentPassword, origin, now)\n  if (!known.ok) return known\n  const passwordHash = await hashNewPasswordOf(known.value', replace: 'const known = await checkOwnPassword(actor.id, change.currentPassword, origin, now)\n  const passwordHash = await hashNewPasswordOf(known.ok ? known.value : (await db().select().from(users).where(eq(users.id, actor.id)))[0]!', tests: account },
  { what: 'guesses at the old password are counted', file: change, find: "if (!allowance.allowed) return err('throttled')", replace: '', tests: account },
  { what: 'a new password ends other access', file: change, find: 'await endOtherAccess(tx, userId, kept, origin, now)', replace: '', tests: account },
  { what: 'a new password ends open reset links', file: change, find: "await voidLinks(tx, userId, 'reset-password', now)", replace: '', tests: [...account, 'lib/login/password-reset.test.ts'] },
  { what: 'a new password is told', file: change, find: "await sendWarning(tx, 'password-changed', userId, origin, now)", replace: '', tests: [...account, 'lib/login/password-reset.test.ts', 'lib/recovery/not-me.test.ts'] },
  { what: 'a new password gives a new cookie', file: change, find: 'const cookie = await rotateSession(tx, actor.session, now)', replace: "const cookie = 'the old one'", tests: account },
]
