import { isBlank } from './lines.ts'

const OPTION = /^:([\w-]+):(?:\s+(.*))?$/

/** The `:name: value` lines that a directive's block begins with, and what comes after them. */
export function takeOptions(lines: string[]): { options: Map<string, string>; content: string[] } {
  const options = new Map<string, string>()
  let at = 0
  for (; at < lines.length; at++) {
    const [, name, value = ''] = OPTION.exec(lines[at] ?? '') ?? []
    if (name === undefined) break
    options.set(name, value.trim())
  }
  while (at < lines.length && isBlank(lines[at])) at++
  return { options, content: lines.slice(at) }
}
