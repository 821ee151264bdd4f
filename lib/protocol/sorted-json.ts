export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Compact JSON with the keys of every object in order: equal values are equal bytes. */
export function sortedJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${sortedJson(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}
