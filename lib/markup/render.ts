import { rstToTree } from './rst/document.ts'
import { markdownToHtml, type SafeHtml, treeToHtml } from './pipeline.ts'

export type Markup = 'markdown' | 'rst'
export type Source = { markup: Markup; text: string }

/** Count it up when what is rendered changes: descriptions are then rendered anew. */
export const RENDERER_VERSION = 2

/** The HTML of a document. Takes as long as it takes: call it in a thread that can be stopped. */
export function renderSource({ markup, text }: Source): SafeHtml {
  return markup === 'markdown' ? markdownToHtml(text) : treeToHtml(rstToTree(text))
}

/** The markup that a content type names (PyPI: reStructuredText where nothing is said); null for plain text and unknown types. */
export function markupOf(contentType: string | null): Markup | null {
  const [type] = (contentType ?? '').split(';')
  switch (type?.trim().toLowerCase()) {
    case '':
    case 'text/x-rst':
      return 'rst'
    case 'text/markdown':
      return 'markdown'
    default:
      return null
  }
}
