// reStructuredText as descriptions use it (docutils.sourceforge.io/docs/ref/rst/restructuredtext.html), to a tree that
// the pipeline then sanitises like any other. No file is read and no HTML is passed through, whatever a document says.
//
//   definitions   what is named anywhere: targets, titles, substitutions
//   blocks        titles, lists, tables, literal blocks, directives, paragraphs; each may hold blocks in turn
//   inline        what is within a paragraph
import type { Root } from 'hast'
import { blocks } from './blocks.ts'
import { collectDefinitions } from './definitions.ts'

const TAB = ' '.repeat(8)

/** A whole document as a tree. */
export function rstToTree(source: string): Root {
  const lines = source.replace(/\r\n?|\f|\v/g, '\n').replaceAll('\t', TAB).split('\n').map((line) => line.trimEnd())
  return { type: 'root', children: blocks(lines, collectDefinitions(lines)) }
}
