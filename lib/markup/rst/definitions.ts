// What is defined anywhere may be used everywhere, so definitions are collected before anything is rendered.
import { type Context, idOf, refName } from './context.ts'
import { adornment, dedent, isBlank, takeIndented } from './lines.ts'
import { takeOptions } from './options.ts'

const TARGET = /^\s*\.\. _(?:`((?:[^`\\]|\\.)+)`|((?:[^:\\]|\\.|:(?=\S))+)):(?:\s+(.*))?$/
const ANONYMOUS = /^\s*(?:\.\. __:|__)\s+(\S.*)$/
const SUBSTITUTION = /^\s*\.\. \|([^|]+)\|\s+([\w-]+)::\s*(.*)$/

/** The targets, substitutions and titles of a document. */
export function collectDefinitions(lines: string[]): Context {
  const context: Context = { targets: new Map(), anonymous: [], anonymousUsed: 0, substitutions: new Map(), titleStyles: [], depth: 0 }
  lines.forEach((line, index) => {
    collectTitle(lines, index, context)
    collectTarget(line, lines, index, context)
    collectSubstitution(line, lines, index, context)
  })
  return context
}

/** A title is a target without being told; one that was named on purpose goes before it. */
function collectTitle(lines: string[], index: number, { targets }: Context): void {
  const title = lines[index] ?? ''
  if (isBlank(title) || adornment(lines[index + 1]) === null || adornment(title) !== null) return
  if (!targets.has(refName(title))) targets.set(refName(title), `#${idOf(title)}`)
}

function collectTarget(line: string, lines: string[], index: number, context: Context): void {
  const anonymous = ANONYMOUS.exec(line)
  if (anonymous?.[1]) return void context.anonymous.push(anonymous[1].trim())
  const [, quoted, plain, address] = TARGET.exec(line) ?? []
  const name = quoted ?? plain
  if (name === undefined) return
  const rest = isBlank(address) ? continued(lines, index) : (address ?? '').trim() + continued(lines, index)
  context.targets.set(refName(name), rest === '' ? `#${idOf(name)}` : rest)
}

/** A long address may go on in the next, indented line. */
function continued(lines: string[], index: number): string {
  if (isBlank(lines[index + 1])) return ''
  return takeIndented(lines, index + 1).body.map((line) => line.trim()).join('')
}

function collectSubstitution(line: string, lines: string[], index: number, context: Context): void {
  const [, name, directive, argument] = SUBSTITUTION.exec(line) ?? []
  if (name === undefined || directive === undefined) return
  const { options, content } = takeOptions(dedent(takeIndented(lines, index + 1).body))
  const text = [argument ?? '', ...content].join(' ').trim()
  context.substitutions.set(refName(name), { directive, text, options })
}
