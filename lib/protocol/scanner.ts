/** A text read from left to right by sticky patterns: each step either takes what stands here or leaves it. */
export type Scanner = {
  /** Takes what the pattern (with flag `y`) matches here; null, and no step, when it matches nothing. */
  take: (pattern: RegExp) => string | null
  /** Is everything read? */
  ended: () => boolean
  /** How many characters are read. */
  position: () => number
}

/** Begins to read a text. */
export function scan(text: string): Scanner {
  let position = 0
  return {
    take(pattern) {
      pattern.lastIndex = position
      const found = pattern.exec(text)?.[0]
      if (found === undefined || found === '') return null
      position += found.length
      return found
    },
    ended: () => position === text.length,
    position: () => position,
  }
}
