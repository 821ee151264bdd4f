// Lines and their indentation, which is the whole grammar of reStructuredText's blocks.

export const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === ''

export const indentOf = (line: string): number => line.length - line.trimStart().length

/** The lines from `start` that are blank or indented, without trailing blank ones, and where the next block begins. */
export function takeIndented(lines: string[], start: number): { body: string[]; next: number } {
  let next = start
  while (next < lines.length && (isBlank(lines[next]) || indentOf(lines[next] ?? '') > 0)) next++
  const body = lines.slice(start, next)
  while (body.length > 0 && isBlank(body.at(-1))) body.pop()
  return { body, next }
}

/** The lines without the indentation that all of them share; blank ones do not count. */
export function dedent(lines: string[]): string[] {
  const indents = lines.filter((line) => !isBlank(line)).map(indentOf)
  const shared = indents.length === 0 ? 0 : indents.reduce((least, indent) => Math.min(least, indent))
  return lines.map((line) => line.slice(shared).trimEnd())
}

/** The lines from `start` up to the next blank one. */
export function takeParagraph(lines: string[], start: number): { body: string[]; next: number } {
  let next = start
  while (next < lines.length && !isBlank(lines[next])) next++
  return { body: lines.slice(start, next), next }
}

const PUNCTUATION = /^([!-/:-@[-`{-~])\1*\s*$/

/** The character of a line that consists of one kind of punctuation, as under- and overlines of titles do; else null. */
export const adornment = (line: string | undefined): string | null => PUNCTUATION.exec(line ?? '')?.[1] ?? null
