// Symbolic links in source distributions. PyPI takes every one; extractors differ in what they make of those that leave the
// archive, lead to a folder, or stand on the way of another member (CVE-2007-4559, CVE-2025-4517). One kind is read alike by
// all: a link to a regular file of the same archive. Real distributions have it (docutils), and only that is taken.

export type SymbolicLink = { name: string; target: string }

/** Why these links are refused, in words that follow the name. `files` are the regular files of the archive; `wanted` must be one. */
export function linkFaults(links: SymbolicLink[], files: ReadonlySet<string>, wanted: string): { name: string; fault: string }[] {
  return links.flatMap(({ name, target }) => {
    const fault = linkFault(name, target, files, wanted)
    return fault === null ? [] : [{ name, fault }]
  })
}

function linkFault(name: string, target: string, files: ReadonlySet<string>, wanted: string): string | null {
  if (name === wanted) return 'is a symbolic link, and must be a file'
  if (name.endsWith('/')) return 'is a symbolic link that is named as a directory'
  const path = pathOf(name, target)
  return path !== null && files.has(path) ? null : 'is a symbolic link to something other than a file of this archive'
}

/** Where a link leads: up as often as its target says first, then down by names. Null where that leaves the folder at the top. */
function pathOf(name: string, target: string): string | null {
  const [up = ''] = /^(?:\.\.\/)*/.exec(target) ?? []
  const rest = target.slice(up.length)
  const folder = name.split('/').slice(0, -1)
  const kept = folder.length - up.length / '../'.length
  if (kept < 1) return null
  return [...folder.slice(0, kept), rest].join('/')
}
