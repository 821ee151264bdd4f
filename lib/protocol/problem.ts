/** One thing wrong with an upload: the field by its core-metadata name, what it said, the rule, and the line a client shows. */
export type Problem = { field: string; value: string; rule: string; message: string }

/** A value between quotes, as Python writes a string: clients and people know PyPI's messages in that form. */
export function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replace(/[\\\p{C}\p{Zl}\p{Zp}]/gu, escapedCharacter)
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escapedCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code > 0xff) return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`
  return ESCAPES[character] ?? `\\x${hex.padStart(2, '0')}`
}
