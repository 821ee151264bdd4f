/** The default export of a CommonJS package: bundlers and Node wrap it once, twice or not at all. */
export function fromCommonJs<T>(module: unknown): T {
  let inner = module
  while (typeof inner === 'object' && inner !== null && 'default' in inner) inner = inner.default
  return inner as T
}
