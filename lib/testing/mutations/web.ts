import type { Mutant } from './list.ts'

const http = { file: 'lib/server/http.ts', tests: ['lib/server/http.test.ts'] }
const headers = { file: 'lib/server/request-headers.ts', tests: ['lib/server/http.test.ts'] }
const safe = { file: 'lib/server/response-headers.ts', tests: ['lib/server/http.test.ts'] }
const hosts = { file: 'lib/server/which-host.ts', tests: ['lib/server/http.test.ts'] }
const told421 = { file: 'lib/server/misdirected.ts', tests: ['lib/server/http.test.ts'] }
const policy = { file: 'lib/web/page-headers.ts', tests: ['lib/web/page-headers.test.ts'] }
const forms = { file: 'lib/web/form-action.ts', tests: ['lib/web/form-action.test.ts'] }
const onward = { file: 'lib/server/sent-by-script.ts', tests: ['lib/server/sent-by-script.test.ts'] }
const unreadable = { file: 'lib/server/unreadable-forms.ts', tests: ['lib/server/unreadable-forms.test.ts'] }
const files = { file: 'lib/api/packages.ts', tests: ['lib/api/packages.test.ts'] }
const redirect = { file: 'lib/web/safe-redirect.ts', tests: ['lib/web/safe-redirect.test.ts'] }
const told = { file: 'lib/db/without-values.ts', tests: ['lib/db/without-values.test.ts'] }

/** Headers and guards of the web (docs/security-bar/web.md). */
export const web: Mutant[] = [
  { what: 'a form that waits is sent by its own link alone', file: 'components/scripts/after-confirming.ts', find: '    if (data !== mark) return\n', replace: '', tests: ['components/scripts/after-confirming.test.ts'] },
  { what: 'only the page that confirms says so', file: 'components/scripts/after-confirming.ts', find: 'location.pathname !== CONFIRMING || ', replace: '', tests: ['components/scripts/after-confirming.test.ts'] },
  { what: 'a form sent by hand waits no more', file: 'components/scripts/after-confirming.ts', find: '  waiting?.close()\n', replace: '', tests: ['components/scripts/after-confirming.test.ts'] },
  { ...http, what: 'W3: another Host', find: "standing !== 'site' && standing !== 'file' && !ANY_HOST.has(path)", replace: 'false' },
  { ...hosts, what: 'W3: only files by the name of FILES_ORIGIN', find: "FILE_PATH.test(path) ? 'file' : 'only-files'", replace: "'file'" },
  { ...hosts, what: 'a file’s path, from end to end', find: '[^/]+$/', replace: '[^/]+/' },
  { ...told421, what: 'the name of the site is text', find: 'escapeMarkup(t(key', replace: '(t(key' },
  { ...told421, what: 'that page runs nothing', find: "`default-src 'none'; style-src", replace: "`default-src 'self'; style-src" },
  { ...headers, what: 'no cookie and no token at the files’ own host', find: ' || /^(?:cookie|authorization)$/i.test(name)', replace: '' },
  { ...files, what: 'the files’ own host has public files only', find: ' || isElsewhere(c, download)', replace: '' },
  { ...http, what: 'W6: a foreign form gets no further', find: 'if (isForeignForm(request, settings.origin))', replace: 'if (false)' },
  { ...onward, what: 'a form is not sent once more', find: '  response.statusCode = 303\n', replace: '' },
  { ...http, what: '#37: a web socket', find: 'if (wantsWebSocket(request) && !dev)', replace: 'if (false)' },
  { ...http, what: 'no query string in the log', find: '.split(/[?#]/, 1)[0]', replace: '.split(/#/, 1)[0]' },
  { ...http, what: 'a path that nobody can read', find: 'if (!isReadable(path))', replace: 'if (false)' },
  { ...headers, what: '#32: x-middleware-*', find: 'x-middleware-.*|', replace: '' },
  { ...headers, what: 'W5: x-nextjs-*', find: 'x-nextjs-(?!(?:html-)?request-id$).*|', replace: '' },
  { ...headers, what: 'W5: x-next-*', find: 'x-next-.*|', replace: '' },
  { ...headers, what: '#37: x-invoke-*', find: 'x-invoke-.*|', replace: '' },
  { ...headers, what: 'headers by which a client speaks for us', find: 'x-wheelkeep-.*|', replace: '' },
  { ...headers, what: 'the raw headers are cleaned, too', find: 'request.rawHeaders = keptRaw(request.rawHeaders, isDropped)', replace: '' },
  ...['X-Content-Type-Options', 'X-Frame-Options', 'Permissions-Policy', 'Cross-Origin-Opener-Policy', 'Cross-Origin-Resource-Policy'].map((name) => ({ ...safe, what: name, find: `  '${name}': `, replace: `  'X-Gone-${name}': ` })),
  { ...safe, what: 'Strict-Transport-Security', find: '...(https && {', replace: '...(false && {' },
  { ...policy, what: 'scripts by nonce', find: "'nonce-${nonce}' 'strict-dynamic'", replace: "'nonce-${nonce}' 'unsafe-inline'" },
  { ...policy, what: 'nobody frames', find: `    "frame-ancestors 'none'",\n`, replace: '' },
  { ...policy, what: 'nobody rebases', find: `    "base-uri 'none'",\n`, replace: '' },
  { ...policy, what: 'forms go to us', find: `    "form-action 'self'",\n`, replace: '' },
  { ...policy, what: 'W5: pages are not kept', find: "'Cache-Control': 'private, no-store'", replace: "'Cache-Control': 'public, max-age=60'" },
  { ...policy, what: 'two slashes name no host', find: "pathname.replace(/^\\/+/, '')", replace: 'pathname.slice(1)' },
  { ...forms, what: 'what is no form', find: 'if (!isForm(form) || hasZeroByte(form))', replace: 'if (hasZeroByte(form))' },
  { ...forms, what: 'a zero byte', find: 'if (!isForm(form) || hasZeroByte(form))', replace: 'if (!isForm(form))' },
  { ...forms, what: 'no secret is shown again', find: ' && !SECRET.test(name)', replace: '' },
  { ...unreadable, what: '#34: a form that cannot be read', find: 'response.statusCode = 400', replace: 'response.statusCode = 500' },
  { ...unreadable, what: 'trouble of ours stays trouble', find: ' && !wasUnderstood()', replace: '' },
  { ...files, what: 'W1: a download', find: 'attachment; filename', replace: 'inline; filename' },
  { ...files, what: 'W1: nothing runs', find: "frame-ancestors 'none'; sandbox", replace: "frame-ancestors 'none'" },
  { ...files, what: 'W1: our type', find: "'application/octet-stream'", replace: "'text/html'" },
  { ...redirect, what: 'W4: encoded tricks', find: "if (ENCODED_TRICK.test(path) || path.includes('//')) return fallback", replace: '' },
  { ...told, what: '#58: no values of a statement', find: 'causesOf(thrown).some(isOfDatabase)', replace: 'false' },
  { what: '#58: what a failed job leaves behind', file: 'lib/jobs/jobs.ts', find: '.catch((trouble: unknown) => fail(name, trouble))', replace: '', tests: ['lib/jobs/jobs.test.ts'] },
  { what: 'W11: IPv6 by /64', file: 'lib/limits/network.ts', find: 'slice(0, 8)', replace: 'slice(0, 16)', tests: ['lib/limits/limits.test.ts'] },
  { what: 'V3.5.3: looking at a link does not spend it', file: 'lib/api/announcements.ts', find: 'announcementRoutes.post(PATH, async', replace: "announcementRoutes.on(['GET', 'POST'], PATH, async", tests: ['lib/api/reading.test.ts'] },
  { what: '#10: signs of a pattern are text', file: 'lib/db/like.ts', find: ".replace(/[\\\\%_]/g, '\\\\$&')", replace: '', tests: ['lib/catalog/search.test.ts'] },
  { what: 'a crowd is asked to wait', file: 'lib/catalog/search.ts', find: "  if (!allowance.allowed) return err('too-many')\n", replace: '', tests: ['lib/catalog/search.test.ts'] },
  { what: '#58: whatever a library prints', file: 'lib/server/log.ts', find: 'format(...words.map(withoutValues))', replace: 'format(...words)', tests: ['lib/db/without-values.test.ts'] },
  { what: 'W2: whoever asks somebody is known', file: 'lib/accounts/breaches.ts', find: "redirect: 'error'", replace: "redirect: 'follow'", tests: ['lib/outgoing.test.ts'] },
]
