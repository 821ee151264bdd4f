const KEY_MAX_CHARS = 300

/**
 * A pure function of a text that remembers its last answers: for what clients send again and again. At most `most` of them, for
 * short texts only, so what strangers send costs bounded memory; a full memory starts anew.
 */
export function remembered<T>(most: number, answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined || known.has(text)) return before as T
    const made = answer(text)
    if (text.length > KEY_MAX_CHARS) return made
    if (known.size >= most) known.clear()
    known.set(text, made)
    return made
  }
}
