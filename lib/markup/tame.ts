// What a stranger's document may do to the page around it: nothing. Before the sanitiser takes away what is not
// allowed, this turns what would be lost into something that may stay, and links into links that know their place.
import type { Element, ElementContent, Properties, Root } from 'hast'
import { el, rewrite, text, textOf } from './nodes.ts'

/** Every id and name in a description begins so: none can pose as one of the page's own (DOM clobbering). */
export const ID_PREFIX = 'user-content-'
const REL = ['nofollow', 'ugc', 'noopener', 'noreferrer']
const SPAN_MAX = 30

/** A plugin for unified: images become links, headings leave h1 to the page, links keep only addresses of the web. */
export function tame() {
  return (tree: Root): void => {
    const ids = new Map<string, number>()
    rewrite(tree, (element, within) => tameElement(withPlainId(element), within, ids))
  }
}

/** No quotes or brackets in ids: whatever reads the HTML after us, an attribute ends where it seems to. */
function withPlainId(element: Element): Element {
  const id = element.properties.id ?? (element.tagName === 'a' ? element.properties.name : undefined)
  return id === undefined ? element : { ...element, properties: { ...element.properties, id: plainId(String(id)) } }
}

const plainId = (id: string) => id.replace(/[^\p{L}\p{N}_.:-]+/gu, '-').slice(0, 200)

function tameElement(element: Element, within: Element[], ids: Map<string, number>): ElementContent[] {
  switch (element.tagName) {
    case 'img':
      return image(element, within)
    case 'input':
      return [text(element.properties.checked ? '☑ ' : '☐ ')]
    case 'a':
      return [link(element)]
    case 'td':
    case 'th':
      return [cell(element)]
    default:
      return [/^h[1-6]$/.test(element.tagName) ? heading(element, ids) : element]
  }
}

/** An image would tell its host who reads what. Its text stays, and a link for those who want to see it. */
function image({ properties }: Element, within: Element[]): ElementContent[] {
  const source = webAddress(properties.src)
  const label = typeof properties.alt === 'string' ? properties.alt : ''
  if (source === null || within.some(({ tagName }) => tagName === 'a')) return label === '' ? [] : [text(label)]
  return [el('a', [label || new URL(source).hostname], { href: source, rel: REL })]
}

/** Addresses of the web, of mail and within the document; a path would lead somewhere on this site, where nothing is. */
function link(element: Element): Element {
  const { href, id } = element.properties
  const target = typeof href === 'string' && href.startsWith('#') ? `#${ID_PREFIX}${fragment(href)}` : webAddress(href, 'mailto:')
  const properties: Properties = id === undefined ? {} : { id }
  if (target !== null) properties.href = target
  if (target !== null && !target.startsWith('#')) properties.rel = REL
  return { ...element, properties }
}

/** What a link within the document leads to; a document written for GitHub may carry the prefix already. */
function fragment(href: string): string {
  const id = plainId(decoded(href.slice(1)))
  return id.startsWith(ID_PREFIX) ? id.slice(ID_PREFIX.length) : id
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The address as one parser reads it, if it is one of http, https (or the other scheme named); else null. */
function webAddress(address: unknown, other = 'https:'): string | null {
  if (typeof address !== 'string' || !URL.canParse(address)) return null
  const url = new URL(address)
  return ['http:', 'https:', other].includes(url.protocol) ? url.href : null
}

/** The page has the one h1; whatever the author began with comes below it. */
function heading(element: Element, ids: Map<string, number>): Element {
  const level = Math.min(6, Number(element.tagName.slice(1)) + 1)
  const id = element.properties.id ?? slug(textOf(element), ids)
  return { ...element, tagName: `h${level}`, properties: { ...element.properties, id } }
}

/** As GitHub makes them, so that tables of contents written for it work here. */
function slug(title: string, taken: Map<string, number>): string {
  const base = title.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-').slice(0, 100)
  const before = taken.get(base) ?? 0
  taken.set(base, before + 1)
  return before === 0 ? base : `${base}-${before}`
}

function cell(element: Element): Element {
  const { colSpan, rowSpan } = element.properties
  return { ...element, properties: { ...element.properties, ...span('colSpan', colSpan), ...span('rowSpan', rowSpan) } }
}

const span = (name: string, value: unknown) => (value === undefined ? {} : { [name]: Math.max(1, Math.min(SPAN_MAX, Number(value) || 1)) })
