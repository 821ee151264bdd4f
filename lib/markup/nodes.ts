import type { Element, ElementContent, Nodes, Root, Text } from 'hast'

export const text = (value: string): Text => ({ type: 'text', value })

/** An element, with text for strings among its children. */
export function el(tagName: string, children: (ElementContent | string)[], properties: Element['properties'] = {}): Element {
  return { type: 'element', tagName, properties, children: children.map((child) => (typeof child === 'string' ? text(child) : child)) }
}

/** The text of a node and all within. */
export function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}

/** Replaces every element, the innermost first, by what `change` makes of it. */
export function rewrite(parent: Root | Element, change: (element: Element, within: Element[]) => ElementContent[], within: Element[] = []): void {
  const path = parent.type === 'element' ? [...within, parent] : within
  parent.children = parent.children.flatMap((child): ElementContent[] => {
    if (child.type === 'doctype') return []
    if (child.type !== 'element') return [child]
    rewrite(child, change, path)
    return change(child, path)
  })
}
