import type { Element } from 'hast'
import { el } from '../nodes.ts'
import { type Context, refName } from './context.ts'

/** An image, inside a link where it has a `:target:` (an address, or the name of a target). */
export function imageNode(source: string, options: Map<string, string>, { targets }: Context): Element {
  const image = el('img', [], { src: source.replace(/\s+/g, ''), alt: options.get('alt') ?? '' })
  const target = options.get('target')
  if (!target) return image
  const name = /^`?([^`]+?)`?_$/.exec(target)?.[1]
  const label = options.get('alt') || hostOf(source)
  return el('a', [label], { href: (name && targets.get(refName(name))) || target })
}

const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).hostname : address)
