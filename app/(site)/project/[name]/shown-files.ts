import type { ShownFiles } from '#components/project/file-filter.tsx'
import { FILTER_FROM_FILES, filterFiles, filterOf, filterOptions } from '#lib/catalog/file-filter.ts'
import type { PageFile, ProjectPage } from '#lib/catalog/project-page.ts'

export type Query = Record<string, string | string[] | undefined>

/** The files that the address asks for, and, where they are many, what they can be narrowed by. */
export function shownFiles({ files }: ProjectPage, query: Query, path: string): { listed: PageFile[]; filter: ShownFiles | null } {
  if (files.length < FILTER_FROM_FILES) return { listed: files, filter: null }
  const options = filterOptions(files)
  const chosen = filterOf(query, options)
  const listed = filterFiles(files, chosen)
  return { listed, filter: { path, options, chosen, shown: listed.length, all: files.length } }
}
