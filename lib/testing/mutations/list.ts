// What `npm run mutations` takes away, by domain. A new page of the list is named here.

import { codes } from './codes.ts'
import { doors } from './doors.ts'
import { keys } from './keys.ts'
import { links } from './links.ts'
import { passwords } from './passwords.ts'
import { races } from './races.ts'
import { roles } from './roles.ts'
import { securityKeys, webauthn } from './security-keys.ts'
import { sessions } from './sessions.ts'
import { signingIn } from './signing-in.ts'
import { sudo } from './sudo.ts'
import { throttling } from './throttling.ts'
import { unsureSignIn } from './unsure-sign-in.ts'
import { uploads } from './uploads.ts'
import { web } from './web.ts'

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

export const GROUPS: Record<string, Mutant[]> = {
  codes, doors, keys, links, passwords, races, roles, securityKeys, sessions, signingIn, sudo, throttling, unsureSignIn, uploads, web, webauthn,
}
