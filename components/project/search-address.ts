import type { SearchWish } from '#lib/catalog/search.ts'
import { pageNumber } from '../ui/page-number.ts'

export type Asked = { q?: string | string[]; o?: string | string[]; c?: string | string[]; page?: string | string[] }
export type Wish = SearchWish

/** What the address asks for, in PyPI's words: `q`, `o` (empty or `-created`), `c` (any number), `page`. A page that is no number is none. */
export function wishOf({ q, o, c, page }: Asked): Wish {
  return {
    query: (first(q) ?? '').trim(),
    order: first(o) === '-created' ? 'updated' : 'relevance',
    classifiers: [c ?? []].flat().filter(Boolean),
    page: pageNumber(page) ?? 0,
  }
}

/** The address that asks for it. */
export function addressOf({ query, order, classifiers, page }: Wish): string {
  const asked = new URLSearchParams()
  if (query) asked.set('q', query)
  if (order === 'updated') asked.set('o', '-created')
  for (const classifier of classifiers) asked.append('c', classifier)
  if (page > 1) asked.set('page', String(page))
  return `/search/?${asked}`
}

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)
