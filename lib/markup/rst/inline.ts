// Inline markup of reStructuredText: emphasis, literals, references, roles, addresses. Markup begins after a space or
// an opening character and ends before a space or a closing one; everything else is text.
import type { ElementContent } from 'hast'
import { el, text } from '../nodes.ts'
import { type Context, DEPTH_MAX, idOf, refName } from './context.ts'
import { imageNode } from './images.ts'
import { roleNode } from './roles.ts'

const START = `(?<=^|[\\s\\-:/'"<(\\[{])`
const END = `(?=$|[\\s\\-.,:;!?\\\\/'")\\]}>])`
const ROLE = `:[\\w+.-]+(?::[\\w+.-]+)*:`

const MARKUP = new RegExp(
  [
    `\\\\(?<escaped>[\\s\\S])`,
    `${START}\`\`(?=\\S)(?<literal>.+?)(?<=\\S)\`\`${END}`,
    `${START}\\*\\*(?=\\S)(?<strong>.+?)(?<=[^\\s\\\\])\\*\\*${END}`,
    `${START}\\*(?=[^\\s*])(?<emphasis>.+?)(?<=[^\\s\\\\])\\*${END}`,
    `${START}_\`(?<anchor>[^\`]+)\`${END}`,
    `${START}(?<role>${ROLE})?\`(?=[^\\s\`])(?<phrase>(?:[^\`\\\\]|\\\\.)+?)\`(?<suffix>__?|${ROLE})?${END}`,
    `${START}\\|(?=\\S)(?<substitution>[^|]+?)(?<=\\S)\\|(?<substitutionRef>__?)?${END}`,
    `${START}\\[(?<footnote>\\d+|#[\\w-]*|\\*|[A-Za-z][\\w.-]*)\\]_${END}`,
    `(?<![\\w])(?<reference>[A-Za-z0-9]+(?:[-._+:][A-Za-z0-9]+)*)(?<referenceEnd>__?)${END}`,
    `${START}(?<address>https?://[^\\s<>"\`]+|[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)`,
  ].join('|'),
  'gsu',
)

type Groups = Record<string, string | undefined>

/** A line of text, or several, with its markup. */
export function inline(source: string, context: Context): ElementContent[] {
  const nodes: ElementContent[] = []
  let at = 0
  for (const match of source.matchAll(MARKUP)) {
    nodes.push(text(source.slice(at, match.index)), ...nodesOf(match.groups ?? {}, match[0], context))
    at = match.index + match[0].length
  }
  nodes.push(text(source.slice(at)))
  return nodes.filter((node) => node.type !== 'text' || node.value !== '')
}

/** Text as written, its escapes resolved. */
export const unescape = (source: string): string => source.replace(/\\(\s|([\s\S]))/g, '$2')

function nodesOf(groups: Groups, whole: string, context: Context): ElementContent[] {
  const { escaped, literal, strong, emphasis, anchor, phrase, substitution, footnote, reference, address } = groups
  if (escaped !== undefined) return /\s/.test(escaped) ? [] : [text(escaped)]
  if (literal !== undefined) return [el('code', [literal.replace(/\s+/g, ' ')])]
  if (strong !== undefined) return [el('strong', [unescape(strong)])]
  if (emphasis !== undefined) return [el('em', [unescape(emphasis)])]
  if (anchor !== undefined) return [el('span', [anchor], { id: idOf(anchor) })]
  if (phrase !== undefined) return phraseNodes(phrase, groups, context)
  if (substitution !== undefined) return substituted(substitution, groups.substitutionRef, whole, context)
  if (footnote !== undefined) return [el('sup', [el('a', [`[${footnote.replace('#', '')}]`], { href: `#footnote-${idOf(footnote)}` })])]
  if (reference !== undefined) return [linked(reference, reference, groups.referenceEnd === '__', context, whole)]
  return address === undefined ? [text(whole)] : addressNodes(address)
}

function phraseNodes(phrase: string, { role, suffix }: Groups, context: Context): ElementContent[] {
  if (suffix !== '_' && suffix !== '__') return [roleNode((role ?? suffix ?? '').replace(/^:|:$/g, ''), unescape(phrase))]
  const [, label, address] = /^([\s\S]*?)\s*<([^<>]+)>$/.exec(phrase) ?? []
  if (address === undefined) return [linked(unescape(phrase), phrase, suffix === '__', context, unescape(phrase))]

  const target = address.replace(/\s+/g, '')
  const shown = unescape(label || target)
  if (target.endsWith('_') && !target.endsWith('\\_')) return [linked(shown, target.slice(0, -1), false, context, shown)]
  if (label && suffix === '_') context.targets.set(refName(label), unescape(target))
  return [el('a', [shown], { href: hrefOf(unescape(target)) })]
}

/** A reference to a target by its name, or to the next nameless one; text where there is no such target. */
function linked(shown: string, name: string, isAnonymous: boolean, context: Context, otherwise: string): ElementContent {
  const target = isAnonymous ? context.anonymous[context.anonymousUsed++] : followed(name, context)
  return target === undefined ? text(otherwise) : el('a', [shown], { href: hrefOf(target) })
}

/** A target may name another one, `other_`; a circle of them leads nowhere. */
function followed(name: string, { targets }: Context): string | undefined {
  let target = targets.get(refName(name))
  for (let hops = 0; hops < 10 && target !== undefined; hops++) {
    const alias = /^`?([^`]+?)`?_$/.exec(target)?.[1]
    const next = alias === undefined ? undefined : targets.get(refName(alias))
    if (next === undefined) return target
    target = next
  }
  return undefined
}

function substituted(name: string, refSuffix: string | undefined, whole: string, context: Context): ElementContent[] {
  const found = context.substitutions.get(refName(name))
  if (!found || context.depth >= DEPTH_MAX) return [text(whole)]
  const nodes = found.directive === 'image' ? [imageNode(found.text, found.options, context)] : replaced(found, context)
  const target = refSuffix === undefined ? undefined : refSuffix === '__' ? context.anonymous[context.anonymousUsed++] : followed(name, context)
  return target === undefined ? nodes : [el('a', nodes, { href: hrefOf(target) })]
}

function replaced({ directive, text: source }: { directive: string; text: string }, context: Context): ElementContent[] {
  if (directive !== 'replace') return []
  context.depth++
  const nodes = inline(source, context)
  context.depth--
  return nodes
}

/** The punctuation after an address is the sentence's, and so is a bracket that was opened before it. */
function addressNodes(address: string): ElementContent[] {
  const trimmed = address.replace(/[.,:;!?'\])}*]+$/, (tail) => (tail.startsWith(')') && address.includes('(') ? ')' : ''))
  const rest = address.slice(trimmed.length)
  return [el('a', [trimmed], { href: hrefOf(trimmed) }), ...(rest === '' ? [] : [text(rest)])]
}

const hrefOf = (target: string) => (/^[\w.+-]+@[\w.-]+$/.test(target) ? `mailto:${target}` : target)
