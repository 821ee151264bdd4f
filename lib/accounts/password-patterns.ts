// What a guesser tries before anything else, found without a dictionary. Pure, so that the strength meter in the browser
// and the rule on the server are one.

export type PasswordContext = { siteName: string; username?: string; address?: string; name?: string }

/** One unit of at most eight characters, over and over: `abcabcabcabcabc`. */
export function isRepetition(password: string): boolean {
  const chars = [...password.toLowerCase()]
  return [1, 2, 3, 4, 5, 6, 7, 8].some((period) => period * 2 <= chars.length && chars.every((c, i) => i < period || c === chars[i - period]))
}

/** A few stretches of alphabet, digits or neighbouring keys: `qwertyasdfgzxcvb`, `123456789987654321`. */
export function isSequence(password: string): boolean {
  const text = password.toLowerCase()
  return text.length > 0 && stretches(text) * MEAN_STRETCH_CHARS <= text.length
}

/** Little more than the site's name, the user's own names and the commonest words, whatever the digits between them. */
export function isPersonal(password: string, context: PasswordContext): boolean {
  const own = contextWords(context)
  return [lower(password), plain(password)].some((text) => own.some((word) => text.includes(word)) && restOf(text, own).length < REST_MIN_CHARS)
}

/** A text without those words, digits and signs. */
function restOf(text: string, own: string[]): string {
  const words = [...own, ...COMMON_WORDS].sort((a, b) => b.length - a.length)
  return words.reduce((rest, word) => rest.replaceAll(word, ' '), text).replace(/[^\p{L}]/gu, '')
}

const MEAN_STRETCH_CHARS = 4
const REST_MIN_CHARS = 5
const WORD_MIN_CHARS = 3

const LINES = [
  'abcdefghijklmnopqrstuvwxyz', '01234567890', '`1234567890-=', 'qwertyuiop[]\\', 'asdfghjkl;\'', 'zxcvbnm,./', 'azertyuiop', 'qwertzuiop',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/', 'qazwsxedcrfvtgbyhnujmik,ol.p;/', '1q2w3e4r5t6y7u8i9o0p-[=]', 'q1w2e3r4t5y6u7i8o9p0', 'qawsedrftgyhujikolp',
  '!@#$%^&*()_+',
].flatMap((line) => [line, [...line].toReversed().join('')])

/** How many stretches a text falls into, taking the longest each time. */
function stretches(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at += stretchAt(text, at)) count++
  return count
}

function stretchAt(text: string, at: number): number {
  let length = 1
  while (text[at + length] === text[at]) length++
  for (const line of LINES) while (at + length < text.length && line.includes(text.slice(at, at + length + 1))) length++
  return length
}

function contextWords({ siteName, username = '', address = '', name = '' }: PasswordContext): string[] {
  const local = address.split('@')[0] ?? ''
  const words = [siteName, username, local, ...local.split(/[.+_-]/), ...name.split(/\s+/)].flatMap((word) => [lower(word), plain(word)])
  return [...new Set(words)].filter((word) => word.length >= WORD_MIN_CHARS)
}

const lower = (text: string) => text.normalize('NFC').toLowerCase()

/** Lower case, with the digits and signs that people put for letters read as those letters. */
const plain = (text: string) =>
  lower(text).replace(/[@4]/g, 'a').replace(/0/g, 'o').replace(/[1!]/g, 'i').replace(/3/g, 'e').replace(/[$5]/g, 's')

const COMMON_WORDS = [
  'password', 'passwort', 'passphrase', 'secret', 'welcome', 'admin', 'administrator', 'login', 'letmein', 'iloveyou', 'qwerty', 'changeme',
  'python', 'package', 'index', 'registry', 'pypi', 'user', 'test', 'the', 'my', 'is', 'for', 'and',
]
