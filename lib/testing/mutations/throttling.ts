import type { Mutant } from './list.ts'

const limits = 'lib/limits/limits.ts'
const step = 'lib/login/password-step.ts'
const tests = ['lib/limits/limits.test.ts']
const login = ['lib/login/login.test.ts']

export const throttling: Mutant[] = [
  { what: 'what is over the limit is refused', file: limits, find: 'const over = rows.filter((row) => row.count > (most.get(row.key) ?? 0))', replace: 'const over: typeof rows = []', tests },
  { what: 'at the limit, not one above', file: limits, find: 'row.count > (most.get(row.key) ?? 0)', replace: 'row.count > (most.get(row.key) ?? 0) + 1', tests },
  { what: 'only failures weigh, and success takes back one', file: limits, find: 'greatest(${rateLimits.count} - 1, 0)', replace: '0', tests },
  { what: 'only what is over is swept', file: limits, find: 'where(sql`${rateLimits.endsAt} <= ${now.toISOString()}::timestamptz`)', replace: 'where(sql`true`)', tests },
  { what: 'an IPv6 /64 is one network', file: 'lib/limits/network.ts', find: '.slice(0, 8)', replace: '.slice(0, 16)', tests },
  { what: 'IPv4 in IPv6 is IPv4', file: 'lib/limits/network.ts', find: 'ipaddr.process(ip)', replace: 'ipaddr.parse(ip)', tests },
  { what: 'guesses at passwords are counted', file: step, find: "if (!allowance.allowed) {\n    await note('login.throttled', user, origin)\n    return err('throttled')\n  }", replace: '', tests: login },
  { what: 'per account and network', file: step, find: "['passwordPerAccountAndNetwork', `${account}|${network}`], ", replace: '', tests: login },
  { what: 'per network', file: step, find: "['passwordPerNetwork', network],", replace: '', tests: login },
  { what: 'per account, from unknown browsers', file: step, find: "['passwordPerAccountUnknownBrowsers', account], ", replace: '', tests: login },
  { what: 'all together', file: step, find: ", ['passwordGlobal', 'all'],", replace: ',', tests: login },
  { what: 'a known browser is not locked out by strangers', file: step, find: "if (browser) return [['passwordPerKnownBrowser', browser.id]]", replace: '', tests: login },
  { what: 'a known browser is limited, too', file: step, find: "[['passwordPerKnownBrowser', browser.id]]", replace: '[]', tests: login },
  { what: 'factors are counted per account', file: 'lib/login/second-step.ts', find: "['secondFactorPerAccount', userId], ", replace: '', tests: login },
  { what: 'factors are counted per network', file: 'lib/login/second-step.ts', find: ", ['secondFactorPerNetwork', networkOf(origin.ip)]", replace: '', tests: login },
  { what: 'passkeys are counted per network', file: 'lib/login/passkey.ts', find: "  const allowance = await countAttempt(counted, now)\n  if (!allowance.allowed) return err('throttled')\n", replace: '', tests: ['lib/login/passkey.test.ts'] },
  { what: 'challenges for passkeys are counted', file: 'lib/login/passkey.ts', find: "  const allowance = await countAttempt([['passkeyAskedPerNetwork', networkOf(origin.ip)]], now)\n  if (!allowance.allowed) return err('throttled')\n", replace: '', tests: ['lib/login/passkey.test.ts'] },
  { what: 'registrations are counted per network', file: 'lib/accounts/registration.ts', find: "if (!allowance.allowed) return err('throttled')", replace: '', tests: ['lib/accounts/registration.test.ts'] },
  { what: 'reset letters are counted per network', file: 'lib/accounts/reset-request.ts', find: "if (!perNetwork.allowed) return err('throttled')", replace: '', tests: ['lib/accounts/account.test.ts'] },
  { what: 'reset letters are counted per account', file: 'lib/accounts/reset-request.ts', find: 'perAccount.allowed && ', replace: '', tests: ['lib/accounts/account.test.ts'] },
  { what: 'foreign forms fill no record', file: 'lib/server/foreign-forms.ts', find: 'ofNetwork.allowed && ', replace: '', tests: ['lib/server/foreign-forms.test.ts'] },
]
