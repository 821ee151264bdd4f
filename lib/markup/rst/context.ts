import type { ElementContent } from 'hast'

/** What a document defines in one place and uses in another. */
export type Context = {
  /** Hyperlink targets by name: an address, `#id`, or `other name_`. */
  targets: Map<string, string>
  /** Addresses for references without a name, in the order of both. */
  anonymous: string[]
  anonymousUsed: number
  substitutions: Map<string, { directive: string; text: string; options: Map<string, string> }>
  /** Styles of titles in the order in which they appeared: the first is the highest level. */
  titleStyles: string[]
  depth: number
}

export type Blocks = (lines: string[], context: Context) => ElementContent[]

/** A list in a quote in a list …: beyond this, text is shown as it is written. */
export const DEPTH_MAX = 30

/** Names of targets are compared without regard to case and to how they are broken into lines. */
export const refName = (name: string): string => name.toLowerCase().replace(/\\(.)/g, '$1').replace(/\s+/g, ' ').trim()

/** The id of a target or title. */
export const idOf = (name: string): string => refName(name).replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '')
