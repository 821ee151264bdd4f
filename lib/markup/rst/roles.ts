import type { ElementContent } from 'hast'
import { el, text } from '../nodes.ts'

const TAGS: Record<string, string> = {
  '': 'em', 'title-reference': 'em', title: 'em', emphasis: 'em', strong: 'strong', sub: 'sub', subscript: 'sub', sup: 'sup', superscript: 'sup',
  kbd: 'kbd', abbr: 'abbr', dfn: 'dfn', samp: 'samp',
}
/** Sphinx names these parts of its own documents, which are not here: their titles are plain text. */
const TITLES = new Set(['ref', 'doc', 'term', 'numref', 'download', 'any', 'guilabel', 'menuselection'])

/** Text in a role (`:code:`, `:pep:`, `:py:class:`, …). What a role is unknown for is most likely code. */
export function roleNode(role: string, content: string): ElementContent {
  const name = role.split(':').at(-1) ?? ''
  if (name === 'pep') return el('a', [`PEP ${content}`], { href: `https://peps.python.org/pep-${encodeURIComponent(content.padStart(4, '0'))}/` })
  if (name === 'rfc') return el('a', [`RFC ${content}`], { href: `https://www.rfc-editor.org/rfc/rfc${encodeURIComponent(content)}` })
  const shown = /^([\s\S]+?)\s*<[^<>]+>$/.exec(content)?.[1] ?? content.replace(/^[~!]/, '')
  if (TITLES.has(name)) return text(shown)
  return el(Object.hasOwn(TAGS, name) ? (TAGS[name] ?? 'em') : 'code', [shown])
}
