// E-mail addresses as the Author-email and Maintainer-email fields carry them: RFC 5322 `From:` lists, and addresses
// of RFC 5321 without quoted names and domain literals, which no mail service gives out.

/** The addresses in a list such as `"Doe, J." <j@example.com>, k@example.com`, as written; an empty place is left out. */
export function listAddresses(text: string): string[] {
  return splitList(text)
    .map((item) => /<([^<>]*)>\s*$/.exec(item)?.[1] ?? item)
    .map((address) => address.trim())
    .filter((address) => address !== '')
}

/** Could mail be sent there? Letters of every script are allowed (RFC 6531); the domain needs a dot. */
export function isEmailAddress(address: string): boolean {
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, Math.max(at, 0)), address.slice(at + 1)]
  if (address.length > 254 || local.length > 64) return false
  const labels = domain.split('.')
  return local.split('.').every((atom) => ATOM.test(atom)) && labels.length > 1 && labels.every(isDomainLabel) && !/^[0-9]+$/.test(labels.at(-1) ?? '')
}

/** RFC 5322 §3.2.3, with the letters of RFC 6531. */
const ATOM = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+$/u

function isDomainLabel(label: string): boolean {
  return label.length <= 63 && /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u.test(label)
}

/** Splits at commas, except within quotes and brackets; comments (in round brackets) fall away. */
function splitList(text: string): string[] {
  const items = ['']
  let comment = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|<[^<>]*>|\\.|[^]/gs)) {
    if (token === '(') comment += 1
    if (comment === 0 && token === ',') items.push('')
    else if (comment === 0) items.push((items.pop() ?? '') + token)
    if (token === ')' && comment > 0) comment -= 1
  }
  return items
}
