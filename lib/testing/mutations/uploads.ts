import type { Mutant } from './list.ts'

const route = ['lib/web/receive-files.test.ts']
const byHand = ['lib/releases/browser-upload.test.ts']
const networks = ['lib/tokens/networks.test.ts']

export const uploads: Mutant[] = [
  { what: 'files come from a page of ours', file: 'lib/web/receive-files.ts', find: "if (!isSameOrigin(request.headers)) return new Response('403 Forbidden', { status: 403 })", replace: '', tests: route },
  { what: 'whoever uploads by hand has confirmed it', file: 'lib/web/guards.ts', find: 'return missing ? err(missing) : user', replace: 'return user', tests: route },
  { what: 'whoever uploads by hand has a role', file: 'lib/releases/may-publish.ts', find: "if (project && !role) return { allowed: false, error: 'no-role', reasons: [] }", replace: '', tests: byHand },
  { what: 'whoever uploads by hand is in good standing', file: 'lib/releases/may-publish.ts', find: 'return standingOf(reader, userId, role, action, now)', replace: 'return { allowed: true, role }', tests: byHand },
  { what: 'a report is for its owner', file: 'lib/releases/upload-reports.ts', find: 'and(eq(uploadReports.id, id), eq(uploadReports.userId, userId))', replace: 'and(eq(uploadReports.id, id))', tests: byHand },
  { what: 'a file that does not say what it is goes no further', file: 'lib/releases/publish.ts', find: 'if (form.hopeless) return refused(...form.problems.map(refusalOf))', replace: '', tests: byHand },
  { what: 'what came in the clear is refused', file: 'lib/api/upload.ts', find: 'if (c.req.header(IN_THE_CLEAR_HEADER) !== undefined) return refusalAnswer([inTheClear()])', replace: '', tests: ['lib/api/upload-permission.test.ts'] },
  { what: 'only a proxy of ours says that it came in the clear', file: 'lib/server/client-address.ts', find: "isTrusted(request.socket.remoteAddress, proxies) ? request.headers['x-forwarded-proto'] : undefined", replace: "request.headers['x-forwarded-proto']", tests: ['lib/server/http.test.ts'] },
  { what: 'of a new network it is told once', file: 'lib/tokens/networks.ts', find: 'if (added.length === 0 || before.all === 0) return', replace: 'if (before.all === 0) return', tests: networks },
  { what: 'of roaming it is told a few times a day', file: 'lib/tokens/networks.ts', find: 'if (before.today < TOKEN_NETWORK_LETTERS_PER_DAY) await', replace: 'await', tests: networks },
]
