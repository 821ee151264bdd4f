import type { Mutant } from './list.ts'

const doors = ['lib/web/doors.test.ts']
const pathways = ['lib/pathways.test.ts']
const outgoing = ['lib/outgoing.test.ts']

/** Rules that are read off the sources and the pages of docs/: a new door, a new caller, a number that is another. */
export const sources: Mutant[] = [
  { what: 'a page asks who is signed in', file: 'app/manage/account/page.tsx', find: "const user = await requireUser('/manage/account/', { withoutFactor: true })", replace: 'const user = await currentUser()', tests: doors },
  { what: 'a page of administrators asks for one', file: 'app/admin/recoveries/page.tsx', find: "  if (!(await findAdmin('/admin/recoveries/'))) return <Missing />\n", replace: '', tests: doors },
  { what: 'a form has a frame', file: 'app/manage/account/actions.ts', find: 'export const saveName = userAction(newName, async', replace: 'export const saveName = guarded(newName, async', tests: doors },
  { what: 'a dangerous form asks for a confirmation', file: 'app/manage/account/actions.ts', find: 'export const addAddress = sudoAction(', replace: 'export const addAddress = userAction(', tests: doors },
  { what: 'a form is written down', file: 'app/manage/account/actions.ts', find: 'export const saveName = userAction(', replace: 'export const saveAnyName = userAction(', tests: doors },
  { what: 'nobody asks next-auth who is there', file: 'lib/web/current-user.ts', find: "import { cache } from 'react'", replace: "import { getToken } from 'next-auth/jwt'\nimport { cache } from 'react'", tests: pathways },
  { what: 'a second provider', file: 'lib/web/auth-options.ts', find: "Credentials({ id: 'ticket'", replace: "Credentials({ id: 'password', credentials: {}, authorize: () => null }), Credentials({ id: 'ticket'", tests: pathways },
  { what: 'randomness is the system’s', file: 'lib/protocol/secrets.ts', find: "randomBytes(32).toString('base64url')", replace: 'String(Math.random())', tests: pathways },
  { what: 'sessions are opened where it is written down', file: 'lib/accounts/registration.ts', find: "import { makePerson } from './people.ts'", replace: "import { makePerson } from './people.ts'\nimport { openSession } from '#lib/sessions/sessions.ts'\nvoid openSession(null, null, null, null)", tests: pathways },
  { what: 'projects are made in one place', file: 'lib/releases/store.ts', find: 'async function lockProject(', replace: 'export const another = (tx: Tx) => tx.insert(projects)\n\nasync function lockProject(', tests: pathways },
  { what: 'a purpose of a link is written down', file: 'lib/mail/links.ts', find: "  | 'subscribe' | 'unsubscribe'", replace: "  | 'subscribe' | 'unsubscribe' | 'sign-in'", tests: pathways },
  { what: 'nothing is kept in the browser', file: 'components/ui/table.tsx', find: 'export function Table', replace: "export const kept = () => localStorage.getItem('x')\n\nexport function Table", tests: pathways },
  { what: 'nobody new is asked anything', file: 'lib/catalog/readme.ts', find: 'export async function renderDescription(', replace: 'export const ask = (url: string) => fetch(url)\n\nexport async function renderDescription(', tests: outgoing },
  { what: 'who is asked is waited for a few seconds', file: 'lib/api/leaks.ts', find: 'signal: AbortSignal.timeout(WAIT_MS), ', replace: '', tests: outgoing },
  { what: 'certificates are checked', file: 'lib/mail/deliver.ts', find: "tls: { minVersion: 'TLSv1.2' as const }", replace: "tls: { minVersion: 'TLSv1.2' as const, rejectUnauthorized: false }", tests: outgoing },
  { what: 'limits are written down as they are', file: 'docs/limits.md', find: '| PASSWORD_MIN_CODE_POINTS | 15 |', replace: '| PASSWORD_MIN_CODE_POINTS | 12 |', tests: ['lib/numbers.test.ts'] },
  { what: 'who may do what is written down as it is', file: 'docs/permissions.md', find: '| yank a release | – | no | no | yes | no |', replace: '| yank a release | – | no | yes | yes | no |', tests: ['lib/permissions.test.ts'] },
  { what: 'keys are written down', file: 'lib/tokens/token-key.ts', find: "keyRing('api-tokens')", replace: "keyRing('tokens-of-programs')", tests: ['lib/keys.test.ts'] },
  { what: 'versions with a hole stop the tests', file: 'package-lock.json', find: '"node_modules/next": {\n      "version": "16.4.6"', replace: '"node_modules/next": {\n      "version": "16.2.5"', tests: ['lib/dependencies.test.ts'] },
  { what: 'no source maps', file: 'next.config.js', find: 'productionBrowserSourceMaps: false', replace: 'productionBrowserSourceMaps: true', tests: ['lib/dependencies.test.ts'] },
  { what: 'nothing of the environment in the build', file: 'next.config.js', find: '  poweredByHeader: false,', replace: '  poweredByHeader: false, env: { SECRETS_KEY: process.env.SECRETS_KEY },', tests: ['lib/dependencies.test.ts'] },
  { what: 'HTML is put into a page as it is in one place', file: 'components/ui/table.tsx', find: 'export function Table', replace: 'export const Raw = ({ html }: { html: string }) => <b dangerouslySetInnerHTML={{ __html: html }} />\n\nexport function Table', tests: ['lib/markup/pipeline.test.ts'] },
]
