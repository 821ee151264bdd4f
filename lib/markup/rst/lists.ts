// Lists: bullets, numbers, definitions, fields and command-line options.
import type { Element, ElementContent } from 'hast'
import { el } from '../nodes.ts'
import { blocks, type Read } from './blocks.ts'
import type { Context } from './context.ts'
import { inline } from './inline.ts'
import { dedent, indentOf, isBlank, takeIndented } from './lines.ts'

const BULLET = /^([-*+•‣⁃])(\s+|$)/u
const NUMBER = /^(\(?)([0-9]{1,9}|[a-zA-Z]|[ivxlcdmIVXLCDM]{1,9}|#)([.)])(\s+|$)/
const FIELD = /^:((?![\s:])(?:[^:\\`]|\\.|:(?!\s|$)|`[^`]*`)+):(\s+|$)/
const OPTION = /^((?:-\w|--?[a-zA-Z][\w-]*|\/\w)(?:[ =][<\w][^\s,]*)?(?:, (?:-\w|--?[a-zA-Z][\w-]*|\/\w)(?:[ =][<\w][^\s,]*)?)*)(?:\s{2,}(\S.*)|\s*$)/

export function bulletList(lines: string[], at: number, context: Context): Read | null {
  const mark = BULLET.exec(lines[at] ?? '')?.[1]
  if (mark === undefined) return null
  const { items, next } = takeItems(lines, at, (line) => (BULLET.exec(line)?.[1] === mark ? (BULLET.exec(line)?.[0].length ?? null) : null), context)
  return { nodes: [el('ul', items)], next }
}

export function enumeratedList(lines: string[], at: number, context: Context): Read | null {
  const first = NUMBER.exec(lines[at] ?? '')
  if (!first) return null
  // A sentence may begin with `A.`: a list goes on with an item, an indented line, or nothing.
  const following = lines[at + 1]
  if (!isBlank(following) && indentOf(following ?? '') === 0 && !NUMBER.test(following ?? '')) return null
  const widthOf = (line: string) => {
    const match = NUMBER.exec(line)
    return match && match[1] === first[1] && match[3] === first[3] ? match[0].length : null
  }
  const { items, next } = takeItems(lines, at, widthOf, context)
  const start = Number(first[2])
  return { nodes: [el('ol', items, start > 1 ? { start } : {})], next }
}

/** Items that begin with the same mark, however many blank lines lie between them. */
function takeItems(lines: string[], from: number, widthOf: (line: string) => number | null, context: Context) {
  const bodies: string[][] = []
  let at = from
  for (;;) {
    let first = at
    while (first < lines.length && isBlank(lines[first])) first++
    const width = widthOf(lines[first] ?? '')
    if (width === null) break
    const { body, next } = takeIndented(lines, first + 1)
    bodies.push([(lines[first] ?? '').slice(width), ...dedent(body)])
    at = next
  }
  return { items: bodies.map((body) => el('li', unwrapped(blocks(body, context)))), next: at }
}

/** One paragraph alone, or before a list within, needs no paragraph around it. */
function unwrapped(nodes: ElementContent[]): ElementContent[] {
  const [first, ...rest] = nodes
  const isPlain = first?.type === 'element' && first.tagName === 'p' && rest.every((node) => node.type === 'element' && ['ul', 'ol'].includes(node.tagName))
  return isPlain ? [...first.children, ...rest] : nodes
}

/** A line with an indented one right below it is a term with its definition. */
export function definitionList(lines: string[], at: number, context: Context): Read | null {
  const isTerm = (index: number) => !isBlank(lines[index]) && indentOf(lines[index] ?? '') === 0 && !isBlank(lines[index + 1]) && indentOf(lines[index + 1] ?? '') > 0
  if (!isTerm(at)) return null
  return takePairs(lines, at, (index) => {
    if (!isTerm(index)) return null
    const [term = '', ...classifiers] = (lines[index] ?? '').split(' : ')
    const { body, next } = takeIndented(lines, index + 1)
    const shown = [...inline(term, context), ...classifiers.map((classifier) => el('em', [` ${classifier}`]))]
    return { term: shown, definition: unwrapped(blocks(dedent(body), context)), next }
  })
}

/** `:Name: value` lines. */
export function fieldList(lines: string[], at: number, context: Context): Read | null {
  if (!FIELD.test(lines[at] ?? '')) return null
  return takePairs(lines, at, (index) => {
    const [whole, name] = FIELD.exec(lines[index] ?? '') ?? []
    if (whole === undefined || name === undefined) return null
    const { body, next } = takeIndented(lines, index + 1)
    return { term: inline(name, context), definition: unwrapped(blocks([(lines[index] ?? '').slice(whole.length), ...dedent(body)], context)), next }
  })
}

/** `-o FILE, --output FILE  what it does` */
export function optionList(lines: string[], at: number, context: Context): Read | null {
  const isOption = (index: number) => {
    const [, , told] = OPTION.exec(lines[index] ?? '') ?? []
    return OPTION.test(lines[index] ?? '') && (told !== undefined || indentOf(lines[index + 1] ?? '') > 0)
  }
  if (!isOption(at)) return null
  return takePairs(lines, at, (index) => {
    if (!isOption(index)) return null
    const [, option = '', told = ''] = OPTION.exec(lines[index] ?? '') ?? []
    const { body, next } = takeIndented(lines, index + 1)
    return { term: [el('kbd', [option])], definition: unwrapped(blocks([told, ...dedent(body)], context)), next }
  })
}

type Pair = { term: ElementContent[]; definition: ElementContent[]; next: number }

function takePairs(lines: string[], from: number, take: (index: number) => Pair | null): Read {
  const children: Element[] = []
  let at = from
  for (;;) {
    let first = at
    while (first < lines.length && isBlank(lines[first])) first++
    const pair = first < lines.length ? take(first) : null
    if (!pair) return { nodes: [el('dl', children)], next: at }
    children.push(el('dt', pair.term), el('dd', pair.definition))
    at = pair.next
  }
}
