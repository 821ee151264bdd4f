/**
 * Is this an absolute http or https address in the characters of RFC 3986? A user name in it is refused: it would show
 * one host and lead to another, or give a password away.
 */
export function isWebUrl(text: string): boolean {
  if (!/^https?:\/\/[A-Za-z0-9[]/i.test(text)) return false
  if (!/^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/.test(text)) return false
  const { username = '', password = '' } = URL.parse(text) ?? { username: 'unreadable' }
  return username === '' && password === ''
}
