// Narrowing the files of a release by the tags in their names (PEP 425): which interpreter, which ABI, which platform.

import type { PageFile } from './project-page.ts'

/** What is asked for; null leaves that side open. */
export type FileFilter = { python: string | null; abi: string | null; platform: string | null }

export type FilterOptions = { pythons: string[]; abis: string[]; platforms: string[] }

/** Fewer files than this are seen at a glance: nothing is offered to narrow them by. */
export const FILTER_FROM_FILES = 8

const NUMERIC = new Intl.Collator('en', { numeric: true })

/** The tags that occur, each once, in an order in which 3.9 comes before 3.10. */
export function filterOptions(files: PageFile[]): FilterOptions {
  const all = (tagsOf: (file: PageFile) => string[]) => [...new Set(files.flatMap(tagsOf))].sort(NUMERIC.compare)
  return { pythons: all((file) => file.pythonTags), abis: all((file) => file.abiTags), platforms: all((file) => file.platformTags) }
}

/** The filter an address asks for. What it names more than once, or what no file has, asks for nothing. */
export function filterOf(query: Record<string, string | string[] | undefined>, options: FilterOptions): FileFilter {
  const asked = (name: string, known: string[]) => {
    const value = query[name]
    return typeof value === 'string' && known.includes(value) ? value : null
  }
  return { python: asked('python', options.pythons), abi: asked('abi', options.abis), platform: asked('platform', options.platforms) }
}

/** The files that have every tag asked for. A source archive has none, and is shown only where nothing is asked. */
export function filterFiles(files: PageFile[], { python, abi, platform }: FileFilter): PageFile[] {
  const has = (tags: string[], tag: string | null) => tag === null || tags.includes(tag)
  return files.filter((file) => has(file.pythonTags, python) && has(file.abiTags, abi) && has(file.platformTags, platform))
}
