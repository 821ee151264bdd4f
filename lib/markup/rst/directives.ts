// Directives. Those that would read files, run code or pass HTML through do nothing; those nobody here knows are
// shown as they are written, so that nothing an author wrote is lost.
import type { ElementContent } from 'hast'
import { el } from '../nodes.ts'
import { blocks, codeBlock } from './blocks.ts'
import type { Context } from './context.ts'
import { listTable, textTable } from './directive-tables.ts'
import { imageNode } from './images.ts'
import { inline } from './inline.ts'
import { isBlank } from './lines.ts'
import { takeOptions } from './options.ts'

export type Directive = { name: string; argument: string; body: string[]; source: string[] }

const ADMONITIONS = new Set([
  'attention', 'caution', 'danger', 'error', 'hint', 'important', 'note', 'tip', 'warning', 'seealso', 'todo', 'versionadded', 'versionchanged', 'deprecated',
])
const CODE = new Set(['code', 'code-block', 'sourcecode', 'parsed-literal', 'prompt'])
const QUOTES = new Set(['epigraph', 'highlights', 'pull-quote'])
const WRAPPERS = new Set(['container', 'compound', 'topic', 'sidebar', 'admonition', 'table', 'figure', 'details', 'tab', 'tabs'])
/** Nothing to see: settings of tools, parts of other files, HTML, and a table of contents that the page has no room for. */
const SILENT = new Set([
  'contents', 'sectnum', 'section-numbering', 'meta', 'raw', 'include', 'literalinclude', 'default-role', 'role', 'title', 'header', 'footer', 'class',
  'target-notes', 'toctree', 'index', 'highlight', 'currentmodule', 'module', 'py:currentmodule', 'py:module', 'automodule', 'autoclass', 'autofunction',
])

/** What a directive becomes. */
export function directive(found: Directive, context: Context): ElementContent[] {
  const { name, argument, body, source } = found
  const { options, content } = takeOptions(body)
  if (SILENT.has(name)) return []
  if (CODE.has(name)) return [codeBlock(content, argument.trim())]
  if (name === 'math') return [codeBlock([argument, ...content].filter((line) => !isBlank(line)))]
  if (name === 'image') return [el('p', [imageNode(argument, options, context)])]
  if (name === 'rubric') return [el('p', [el('strong', inline(argument, context))])]
  if (ADMONITIONS.has(name)) return [admonition(name, [argument, ...body], context)]
  if (QUOTES.has(name)) return [el('blockquote', blocks([argument, '', ...body], context))]
  if (name === 'list-table') return listTable(argument, options, content, context)
  if (name === 'csv-table') return textTable(argument, options, content, context)
  if (name === 'figure') return [el('div', [el('p', [imageNode(argument, options, context)]), ...blocks(content, context)])]
  if (WRAPPERS.has(name)) return [wrapped(name, argument, content, context)]
  return [codeBlock(source)]
}

/** A box with its kind above it, in English, as every renderer of reStructuredText has it. */
function admonition(name: string, lines: string[], context: Context): ElementContent {
  const said = name.startsWith('version') || name === 'deprecated' ? versionNote(name, lines) : { kind: name === 'seealso' ? 'see also' : name, lines }
  const kind = said.kind.charAt(0).toUpperCase() + said.kind.slice(1)
  return el('div', [el('p', [el('strong', [kind])]), ...blocks(said.lines, context)], { className: [`admonition-${name}`] })
}

function versionNote(name: string, [version = '', ...rest]: string[]) {
  const [number = '', ...words] = version.trim().split(/\s+/)
  const verb = { versionadded: 'new in version', versionchanged: 'changed in version' }[name] ?? 'deprecated since version'
  return { kind: `${verb} ${number}`, lines: [words.join(' '), ...rest] }
}

function wrapped(name: string, argument: string, content: string[], context: Context): ElementContent {
  const hasTitle = argument.trim() !== '' && name !== 'container' && name !== 'compound'
  return el('div', [...(hasTitle ? [el('p', [el('strong', inline(argument, context))])] : []), ...blocks(content, context)])
}
