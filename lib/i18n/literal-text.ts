import { parseSync } from 'vite'

type Node = { type: string; start: number } & Record<string, unknown>

/** Attributes and props that people read or hear. */
const SPOKEN = new Set(['aria-label', 'aria-description', 'placeholder', 'title', 'alt', 'label', 'hint', 'busy', 'about', 'lead', 'summary', 'warning', 'consequence', 'here', 'result'])
/** The same in objects: columns, tabs, metadata. */
const SPOKEN_KEYS = new Set(['label', 'title', 'hint', 'description', 'placeholder'])
/** What stands in these is typed elsewhere, the same in every language. */
const CODE = new Set(['code', 'kbd', 'samp', 'pre'])
const HAS_LETTER = /\p{L}/u

/** Sentences for people that stand in the source of a page or component, each with its line. For tests only. */
export function literalTexts(file: string, source: string): string[] {
  const found: string[] = []
  const lineAt = (place: number) => source.slice(0, place).split('\n').length
  const report = (node: Node, text: unknown) => {
    if (typeof text === 'string' && HAS_LETTER.test(text)) found.push(`line ${lineAt(node.start + text.length - text.trimStart().length)}: ${text.trim()}`)
  }
  walk(parseSync(file, source).program, (node) => {
    if (node.type === 'JSXElement' && CODE.has(nameOf(node))) return false
    if (node.type === 'JSXText') report(node, node.value)
    if (node.type === 'JSXElement') for (const child of list(node.children)) if (child.type === 'JSXExpressionContainer') report(child, literal(child.expression))
    if (node.type === 'JSXAttribute' && SPOKEN.has(String(field(node, 'name')?.name))) report(node, literal(node.value))
    if (node.type === 'Property' && SPOKEN_KEYS.has(String(field(node, 'key')?.name))) report(node, literal(node.value))
    return true
  })
  return found
}

function walk(node: unknown, visit: (node: Node) => boolean): void {
  if (Array.isArray(node)) return node.forEach((child) => walk(child, visit))
  if (!isNode(node) || !visit(node)) return
  for (const child of Object.values(node)) if (typeof child === 'object') walk(child, visit)
}

/** The text of a string, of a template's fixed parts, or of either inside braces. */
function literal(node: unknown): unknown {
  if (!isNode(node)) return null
  if (node.type === 'JSXExpressionContainer') return literal(node.expression)
  if (node.type === 'TemplateLiteral') return list(node.quasis).map((part) => field(part, 'value')?.cooked).join(' ')
  return node.type === 'Literal' ? node.value : null
}

const nameOf = (element: Node) => String(field(field(element, 'openingElement'), 'name')?.name)
const field = (node: Node | undefined, name: string) => node?.[name] as Node | undefined
const list = (nodes: unknown) => (Array.isArray(nodes) ? (nodes as Node[]) : [])
const isNode = (node: unknown): node is Node => typeof node === 'object' && node !== null && 'type' in node
