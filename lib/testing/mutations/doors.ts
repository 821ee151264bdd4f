import type { Mutant } from './list.ts'

const signIn = ['lib/web/sign-in.test.ts']
const form = ['lib/web/form-action.test.ts']
const http = ['lib/server/http.test.ts']
const guards = 'lib/web/guards.ts'
const cookies = 'lib/web/cookies.ts'
const auth = 'lib/web/auth-options.ts'
const routes = 'lib/web/auth-routes.ts'
const server = 'lib/server/http.ts'

export const doors: Mutant[] = [
  { what: 'Origin must be there and be ours', file: 'lib/web/own-page.ts', find: 'origin === ours && ', replace: '', tests: form },
  { what: 'Sec-Fetch-Site must say same-origin', file: 'lib/web/own-page.ts', find: "(site === null || site === undefined || site === 'same-origin')", replace: 'true', tests: form },
  { what: 'a foreign form is refused', file: 'lib/web/same-origin.ts', find: "if (!isSameOrigin(await headers())) throw new Error('A request that changes something came from another origin.')", replace: '', tests: form },
  { what: 'a public form asks where it came from', file: 'lib/web/form-action.ts', find: '    await assertSameOrigin()\n    return answer(schema, form, run)', replace: '    return answer(schema, form, run)', tests: form },
  { what: 'a page for users asks who it is', file: guards, find: 'if (!user) return err(signInPath(next ?? (await pageOfForm())))', replace: 'if (!user) return ok({} as CurrentUser)', tests: form },
  { what: 'a form for users asks who it is', file: 'lib/web/form-action.ts', find: "    if (!(await currentUser())) return signInFirst(form)\n    const user = await requireUser(undefined, allow)\n    return answer", replace: "    const user = (await currentUser()) as CurrentUser\n    return answer", tests: form },
  { what: 'a required factor is required', file: guards, find: 'mustHaveFactor && !(await hasSecondFactor(user.id)) ? err(ADD_FACTOR) : ', replace: 'mustHaveFactor === null ? err(ADD_FACTOR) : ', tests: form },
  { what: 'a breached password is changed first', file: guards, find: 'if (user.mustChangePassword && !allow.oldPassword) return err(`${CHANGE_PASSWORD}?next=${encodeURIComponent(next ?? (await pageOfForm()))}`)', replace: '', tests: form },
  { what: 'a dangerous page asks for a confirmation', file: guards, find: 'return missing ? redirect(missing) : user', replace: 'return user', tests: form },
  { what: 'administration is for administrators', file: guards, find: 'user.isAdmin ? requireTwoFactors(user, next) : null', replace: 'requireTwoFactors(user, next)', tests: form },
  { what: 'administration asks for two factors', file: guards, find: 'user.isAdmin ? requireTwoFactors(user, next) : null', replace: 'user.isAdmin ? user : null', tests: form },
  { what: 'the way back stays here', file: guards, find: "origin === environment().origin ? safeRedirect(pathname + search) : '/'", replace: 'pathname + search', tests: form },
  { what: 'cookies are called __Host- over https', file: cookies, find: 'environment().https ? `__Host-${name}` : name', replace: 'name', tests: signIn },
  { what: 'cookies are not for scripts', file: cookies, find: 'httpOnly: true', replace: 'httpOnly: false', tests: signIn },
  { what: 'cookies are Secure over https', file: cookies, find: 'secure: environment().https, sameSite', replace: 'secure: false, sameSite', tests: signIn },
  { what: 'cookies are for this site', file: cookies, find: "name === 'browser' ? ('strict' as const) : ('lax' as const)", replace: "'none' as const", tests: signIn },
  { what: 'next-auth’s callback takes a ticket only', file: auth, find: "if (typeof sent?.ticket !== 'string') return null", replace: "if (typeof sent?.ticket !== 'string') return { id: String(sent?.id), sid: String(sent?.sid) } as User", tests: signIn },
  { what: 'a refused ticket signs nobody in', file: auth, find: 'if (!signedIn.ok) return null', replace: "if (!signedIn.ok) return { id: 'x', name: 'x' }", tests: signIn },
  { what: 'a thrown text is no code', file: auth, find: '    noteTrouble(trouble)\n    return null\n  }\n}\n\n/** Runs on every read', replace: '    throw trouble\n  }\n}\n\n/** Runs on every read', tests: signIn },
  { what: 'what a client sends to the session is not looked at', file: auth, find: 'jwt: ({ token, user }) => (user ?', replace: 'jwt: ({ token, user, session: sent }) => (sent ? { ...token, ...sent } : user ?', tests: signIn },
  { what: 'the cookie is in no body', file: auth, find: 'user: { name: token.name } })', replace: 'user: { name: token.name, sid: token.sid } })', tests: signIn },
  { what: 'next-auth sends nobody elsewhere', file: auth, find: 'baseUrl + safeRedirect(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url)', replace: 'url', tests: signIn },
  { what: 'signing out ends the row', file: auth, find: 'await endSession(token.sid, await requestOrigin(), new Date())', replace: '', tests: signIn },
  { what: 'the pending cookie goes', file: auth, find: "await dropCookie('pending')", replace: '', tests: signIn },
  { what: 'GET: only what is listed', file: routes, find: "OPEN.GET.includes(nextauth[0] ?? '') ? answer(request, nextauth) : notFound()", replace: 'answer(request, nextauth)', tests: signIn },
  { what: 'POST: only what is listed', file: routes, find: "if (!OPEN.POST.includes(nextauth[0] ?? '')) return notFound()", replace: '', tests: signIn },
  { what: 'next-auth takes our own forms only', file: routes, find: 'isSameOrigin(request.headers) ? ', replace: 'isSameOrigin(request.headers) !== null ? ', tests: signIn },
  { what: 'no answer of next-auth is kept', file: routes, find: "answered.headers.set('cache-control', NO_STORE)", replace: '', tests: signIn },
  { what: 'a foreign form gets no further than the door', file: server, find: "      return refuse(request, response, 403, 'A page is changed by its own forms only.')\n", replace: '', tests: http },
  { what: 'a foreign form is noted', file: server, find: 'noteForeignForm(...tellOf(request, path))', replace: '', tests: http },
  { what: 'another Host is misdirected', file: server, find: '  refuseWith(request, response, 421, tellMisdirected', replace: '  refuseWith(request, response, 200, tellMisdirected', tests: http },
  { what: 'what clients claim is dropped', file: server, find: "rewriteHeaders(request, { client: clientOf(request, settings), requestId, origin, inTheClear, ofFilesHost: standing === 'file' })", replace: 'void inTheClear', tests: http },
  { what: 'safe headers on every answer', file: server, find: 'for (const [name, value] of everywhere) response.setHeader(name, value)', replace: '', tests: http },
  { what: 'no control characters in the record', file: 'lib/origin.ts', find: ".replace(/\\p{C}/gu, ' ')", replace: '', tests: form },
]
