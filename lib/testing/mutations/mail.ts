import type { Mutant } from './list.ts'

const deliver = { file: 'lib/mail/deliver.ts', tests: ['lib/mail/deliver.test.ts'] }
const letters = { file: 'lib/mail/letters.ts', tests: ['lib/mail/letters.test.ts'] }
const queue = { file: 'lib/worker/mail.ts', tests: ['lib/worker/worker.test.ts'] }
const links = { file: 'lib/web/mailed-link.ts', tests: ['lib/web/mailed-link.test.ts'] }

/** Letters: who gets them, what a name in them can do, and what becomes of their links. */
export const mail: Mutant[] = [
  { ...deliver, what: 'TLS is a condition', find: 'requireTLS: !isLoopback', replace: 'requireTLS: false' },
  { ...deliver, what: 'an address is one address', find: "to: { name: '', address: to }", replace: 'to' },
  { ...deliver, what: 'a letter in a file is for its owner', find: 'mode: 0o600', replace: 'mode: 0o644' },
  { ...deliver, what: 'the folder of letters is for its owner', find: 'mode: 0o700', replace: 'mode: 0o755' },
  { ...letters, what: 'no tag in a letter', find: "text.replace(/[&<>\"']/g, (char) => ESCAPES[char] ?? char)", replace: 'text' },
  { ...letters, what: 'nothing that turns text around', find: "text.replace(/[\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069]/gu, ' ').slice(0, 500)", replace: 'text' },
  { ...letters, what: 'a warning has a way to say that it was somebody else', find: 'notMe && `${notMeSays}\\n${notMe}`', replace: 'null' },
  { ...queue, what: 'warnings go to confirmed addresses', find: 'and(isNotNull(emailAddresses.verifiedAt), ', replace: 'and(' },
  { ...queue, what: 'of the user alone', find: 'where(and(eq(emailAddresses.userId, userId), which))', replace: 'where(which)' },
  { ...links, what: 'a link leads to pages of links', find: 'PAGES.find((known) => known === searchParams.get(\'to\'))', replace: "searchParams.get('to')" },
  { ...links, what: 'a token is a token', find: "TOKEN.test(token) ? token : 'none'", replace: 'token' },
  { ...links, what: 'a token does not stay in the address', find: 'if (inAddress !== undefined) redirect(`/account/open-link/?${new URLSearchParams({ to: page, token: String(inAddress) })}`)\n  return', replace: 'if (inAddress !== undefined) return String(inAddress)\n  return' },
  { ...links, what: 'no referrer from there', find: ", 'referrer-policy': 'no-referrer'", replace: '' },
  { ...links, what: 'nobody keeps that answer', find: ", 'cache-control': 'no-store'", replace: '' },
]
