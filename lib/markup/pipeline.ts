// One way for strangers' text to become HTML:
//
//   parse (Markdown, reStructuredText) → a tree → tame → sanitise, always last (then only tabindex=0) → text, branded as safe
import type { Root } from 'hast'
import rehypeRaw from 'rehype-raw'
import rehypeSanitize, { type Options as Schema } from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { rewrite } from './nodes.ts'
import { ID_PREFIX, tame } from './tame.ts'

declare const safe: unique symbol
/** HTML that has been through the sanitiser. Only this file and the table of rendered descriptions make it. */
export type SafeHtml = string & { readonly [safe]: true }

/** Allowed by name; everything else falls away, and with script and style what is in them. */
const SCHEMA: Schema = {
  tagNames: (
    'a abbr b blockquote br caption code dd del details dfn div dl dt em h2 h3 h4 h5 h6 hr i ins kbd li ol p pre q s samp ' +
    'section small span strong sub summary sup table tbody td tfoot th thead tr tt ul var'
  ).split(' '),
  attributes: {
    '*': ['id', 'dir'],
    a: ['href', ['rel', 'nofollow', 'ugc', 'noopener', 'noreferrer']],
    code: [['className', /^language-[\w+-]{1,30}$/]],
    div: [['className', /^admonition-[a-z]{1,20}$/]],
    ol: ['start', 'reversed'],
    td: ['align', 'colSpan', 'rowSpan'],
    th: ['align', 'colSpan', 'rowSpan'],
  },
  protocols: { href: ['http', 'https', 'mailto'] },
  clobber: ['id', 'name'],
  clobberPrefix: ID_PREFIX,
  ancestors: Object.fromEntries(['caption', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr'].map((tag) => [tag, ['table']])),
  strip: ['script', 'style', 'title', 'template', 'noscript', 'iframe', 'svg', 'math', 'object', 'textarea', 'xmp'],
  allowComments: false,
  allowDoctypes: false,
}

/** Markdown with GitHub's extensions; raw HTML in it is parsed, then treated like the rest. */
export function markdownToHtml(markdown: string): SafeHtml {
  const parser = unified().use(remarkParse).use(remarkGfm).use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: '' }).use(rehypeRaw)
  return treeToHtml(parser.runSync(parser.parse(markdown)))
}

/** A document tree, whoever built it. */
export function treeToHtml(tree: Root): SafeHtml {
  const finisher = unified().use(tame).use(rehypeSanitize, SCHEMA).use(reachable).use(rehypeStringify)
  return finisher.stringify(finisher.runSync(tree)) as SafeHtml
}

/** What may be wider than the page scrolls, and whoever has no mouse must get there (WCAG 2.1.1). Adds a number, of ours. */
function reachable() {
  return (tree: Root): void => rewrite(tree, (element) => [SCROLLS.has(element.tagName) ? { ...element, properties: { ...element.properties, tabIndex: 0 } } : element])
}

const SCROLLS = new Set(['pre', 'table'])
