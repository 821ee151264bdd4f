// What `npm run mutations` takes away, by domain. A new page of the list is named here.

import { forms } from './forms.ts'
import { sessions } from './sessions.ts'

/** One line of code that security rests on: without it, a test of those files must fail. */
export type Mutant = {
  /** What the line does, in a few words. */
  what: string
  file: string
  /** Stands in the file exactly once. */
  find: string
  /** What stands there instead; nothing where the line is just gone. */
  replace: string
  tests: string[]
}

export const GROUPS: Record<string, Mutant[]> = { forms, sessions }
