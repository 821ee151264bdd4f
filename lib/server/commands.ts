import { inviteByMail } from '#lib/accounts/invite.ts'
import { offerSetupLink } from '#lib/accounts/setup.ts'
import { takeFactorsAway } from '#lib/recovery/operator.ts'
import type { Environment } from '#lib/env.ts'
import { dropOldKeys, reseal, rotateNextauthSecret, rotateSecretsKey } from '#lib/server/key-commands.ts'
import { forgetLostSecrets } from '#lib/server/lost-key.ts'

/** One word of the operator's: what to write after it, what it is for, and the deed. It answers the line to print and the exit code. */
export type Command = {
  words: string[]
  purpose: string
  /** `say` tells of progress. */
  run: (words: string[], env: Environment, now: Date, say: (line: string) => void) => Promise<Said>
}
export type Said = { code: 0 | 1; line: string; facts?: Record<string, string | number | null> }

/** Every command that works on the migrated database. `migrate` itself has nothing left to do by then. */
export const COMMANDS: Record<string, Command> = {
  'setup-link': {
    words: [],
    purpose: 'a link that makes the first administrator',
    run: async (_, env, now) => {
      const path = await offerSetupLink(now)
      if (!path) return { code: 1, line: 'There is an administrator already; administrators make others at /admin/users/. If nobody can sign in as one, docs/incidents.md says what to do.' }
      return { code: 0, line: `${env.origin}${path}`, facts: { link: `${env.origin}${path}` } }
    },
  },
  migrate: {
    words: [],
    purpose: 'bring the database up to this version',
    run: async () => ({ code: 0, line: 'The database is up to date.' }),
  },
  invite: {
    words: ['<email>'],
    purpose: 'mail a link with which one person can register',
    run: async ([address = ''], _, now) => {
      const invited = await inviteByMail(address, now)
      if (!invited.ok) return { code: 1, line: `${address} is not an address that mail can go to.` }
      return { code: 0, line: `An invitation to ${address} is queued; the running server sends it.`, facts: { address } }
    },
  },
  'reset-2fa': {
    words: ['<user>'],
    purpose: 'take every second factor from somebody who lost them all',
    run: async ([username = ''], _, now) => {
      const taken = await takeFactorsAway(username, now)
      if (!taken.ok) return { code: 1, line: `Nobody here is called ${username}.` }
      return { code: 0, line: `${taken.value.username} has no second factor now and sets one up at the next sign-in.`, facts: { user: taken.value.username } }
    },
  },
  'rotate-secrets-key': {
    words: [],
    purpose: 'make a new SECRETS_KEY; the old one goes on opening what it sealed',
    run: (_, env) => rotateSecretsKey(env),
  },
  reseal: {
    words: [],
    purpose: 'seal everything stored with the new SECRETS_KEY',
    run: (_, env, _now, say) => reseal(env, say),
  },
  'drop-old-keys': {
    words: [],
    purpose: 'forget the SECRETS_KEYs there were before, once nothing needs them',
    run: (_, env) => dropOldKeys(env),
  },
  'rotate-nextauth-secret': {
    words: [],
    purpose: 'make a new NEXTAUTH_SECRET; nobody is signed out',
    run: (_, env) => rotateNextauthSecret(env),
  },
  'forget-lost-secrets': {
    words: ['yes'],
    purpose: 'the SECRETS_KEY is lost: take away what needs it, for its owners to set up anew',
    run: async ([answer], _, now) => (answer === 'yes' ? forgetLostSecrets(now) : { code: 1, line: 'Nothing was taken away. If the key is lost for good, write: forget-lost-secrets yes' }),
  },
}

/** The table of commands, for whoever wrote something else. */
export function usage(): string {
  const rows = Object.entries(COMMANDS).map(([name, { words, purpose }]) => `  ${[name, ...words].join(' ').padEnd(23)} ${purpose}`)
  return ['Usage: npm run cli -- <command> [--json]', '', ...rows].join('\n')
}
