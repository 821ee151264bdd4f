/** Is this an absolute http or https address, written in the characters of RFC 3986, and without a name and password in it? */
export function isWebUrl(text: string): boolean {
  if (!/^https?:\/\/[A-Za-z0-9[]/i.test(text)) return false
  if (!/^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/.test(text)) return false
  return URL.canParse(text)
}
