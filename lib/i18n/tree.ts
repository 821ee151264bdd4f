/** Messages as they lie in the files: sentences, or branches of them. */
export type Branch = { [key: string]: string | Branch }

export const isBranch = (node: string | Branch): node is Branch => typeof node === 'object'

/** Every sentence with its dotted key. */
export function leaves(branch: Branch, prefix = ''): [key: string, sentence: string][] {
  return Object.entries(branch).flatMap(([key, node]): [string, string][] =>
    isBranch(node) ? leaves(node, `${prefix}${key}.`) : [[`${prefix}${key}`, node]],
  )
}
