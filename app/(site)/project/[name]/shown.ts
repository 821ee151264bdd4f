import type { ShownFiles } from '#components/project/file-filter.tsx'
import type { ShownReleases } from '#components/project/releases.tsx'
import { pageNumber } from '#components/ui/page-number.ts'
import { FILTER_FROM_FILES, type FileFilter, filterFiles, filterOf, filterOptions } from '#lib/catalog/file-filter.ts'
import type { PageFile, ProjectPage } from '#lib/catalog/project-page.ts'
import { RELEASES_PER_PAGE } from '#lib/numbers.ts'
import { pagesOf, rowsOnPage } from '#lib/pages.ts'

export type Query = Record<string, string | string[] | undefined>
export type Shown = { files: { listed: PageFile[]; filter: ShownFiles | null }; releases: ShownReleases }

/** What the address asks for of the files and of the releases; null when there is no such page of releases. */
export function shownOf({ files, releases }: ProjectPage, query: Query, path: string): Shown | null {
  const [page, pages] = [pageNumber(query.page), pagesOf(releases.length, RELEASES_PER_PAGE)]
  if (!page || page > pages) return null
  const options = filterOptions(files)
  const chosen = filterOf(query, options)
  const listed = rowsOnPage(releases, page, RELEASES_PER_PAGE)
  return { files: shownFiles(files, { path, options, chosen }), releases: { listed, page, pages, href: (to) => addressOf(path, chosen, to) } }
}

/** The files that have the tags asked for, and, where they are many, what they can be narrowed by. */
function shownFiles(files: PageFile[], filter: Pick<ShownFiles, 'path' | 'options' | 'chosen'>): Shown['files'] {
  if (files.length < FILTER_FROM_FILES) return { listed: files, filter: null }
  const listed = filterFiles(files, filter.chosen)
  return { listed, filter: { ...filter, shown: listed.length, all: files.length } }
}

/** Another page of the releases, beside the same files. */
function addressOf(path: string, chosen: FileFilter, page: number): string {
  const tags = Object.entries(chosen).filter((one): one is [string, string] => one[1] !== null)
  return `${path}?${new URLSearchParams([...tags, ['page', String(page)]])}#releases`
}
