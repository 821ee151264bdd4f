/** Rows and items are told apart by what they hold: what stands in one must not end up in the next. */
const WHOLE = new Set(['TR', 'LI'])

/** Makes a node like another one of the same kind, by changing no more than what differs. Children named in `but` are left alone. */
export function renew(old: Node, fresh: Node, but: string[] = []): void {
  if (old.isEqualNode(fresh)) return
  if (old instanceof Element && fresh instanceof Element) renewAttributes(old, fresh)
  else old.nodeValue = fresh.nodeValue
  const olds = childrenOf(old, but)
  const freshes = childrenOf(fresh, but)
  const { first, last } = alike(olds, freshes)
  const pairs = [...olds.slice(0, first).map((one, at) => [one, freshes[at]]), ...olds.slice(olds.length - last).map((one, at) => [one, freshes[freshes.length - last + at]])]
  const after = olds[olds.length - last] ?? null
  for (const one of olds.slice(first, olds.length - last)) one.remove()
  for (const one of freshes.slice(first, freshes.length - last)) old.insertBefore(document.importNode(one, true), after)
  for (const [one, other] of pairs) if (one && other) renew(one, other)
}

const childrenOf = (node: Node, but: string[]) => [...node.childNodes].filter(({ nodeName }) => !but.includes(nodeName))

/** How many children at the beginning and at the end have a counterpart. */
export function alike<T extends Node>(olds: T[], freshes: T[]): { first: number; last: number } {
  const most = Math.min(olds.length, freshes.length)
  let first = 0
  while (first < most && isSame(olds[first], freshes[first])) first++
  let last = 0
  while (last < most - first && isSame(olds.at(-1 - last), freshes.at(-1 - last))) last++
  return { first, last }
}

function isSame(old?: Node, fresh?: Node): boolean {
  if (!old || !fresh || old.nodeName !== fresh.nodeName) return false
  if (WHOLE.has(old.nodeName)) return old.isEqualNode(fresh)
  return idOf(old) === idOf(fresh)
}

const idOf = (node: Node) => (node instanceof Element ? node.id : '')

function renewAttributes(old: Element, fresh: Element): void {
  for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name)
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value)
}
