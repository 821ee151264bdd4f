// What `npm run mutations` takes away, by domain. A new page of the list is named here.

import { accounts } from './accounts.ts'
import { archives } from './archives.ts'
import { codes } from './codes.ts'
import { contents } from './contents.ts'
import { doors } from './doors.ts'
import { factorRules } from './factors.ts'
import { keys } from './keys.ts'
import { links } from './links.ts'
import { mail } from './mail.ts'
import { markup } from './markup.ts'
import { names } from './names.ts'
import { operator } from './operator.ts'
import { passwords } from './passwords.ts'
import { people } from './people.ts'
import { placesOfAddresses } from './places.ts'
import { privateProjects } from './private-projects.ts'
import { races } from './races.ts'
import { record } from './record.ts'
import { recovery } from './recovery.ts'
import { roles } from './roles.ts'
import { securityKeys, webauthn } from './security-keys.ts'
import { sessions } from './sessions.ts'
import { signingIn } from './signing-in.ts'
import { sources } from './sources.ts'
import { sudo } from './sudo.ts'
import { tables } from './tables.ts'
import { throttling } from './throttling.ts'
import { tokens } from './tokens.ts'
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
  accounts, archives, codes, contents, doors, factorRules, keys, links, mail, markup, names, operator, passwords, people, placesOfAddresses, privateProjects, races, record, recovery, roles,
  securityKeys, sessions, signingIn, sources, sudo, tables, throttling, tokens, unsureSignIn, uploads, web, webauthn,
}
