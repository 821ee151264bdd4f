// Whether the time of a failed sign-in tells who has an account here, or how that account stands (ASVS 5.0 V6.3.8).
//
//   TRUSTED_PROXIES=127.0.0.1 … npm start
//   node bench/sign-in.mjs <origin> <database url> [tries of each kind]
//
// Sends the form of the sign-in page, as a browser without JavaScript does, with a wrong password: for nobody's names and for
// accounts that it makes (bench-…) and takes away again, of each kind as many, in an order drawn anew for each round. Each try
// has an account and an address of its own, so no limit but the global one (1000 in 5 minutes) is near; for that one it pauses.
// Prints for each kind the median and the 95th percentile, the ratio of its median to that of nobody's names, and the overlap:
// the chance that a try of it takes longer than one of those. 0.5 tells nothing, 1 or 0 tells all. "nobody, again" is the same
// thing measured twice: what it differs by is noise. Exits with 1 where a chance is farther from 0.5 than three standard errors
// of such a chance, as the times of two equal kinds give it (Mann and Whitney).

import { randomBytes } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import postgres from 'postgres'
import { ARGON2_MEMORY_KIB, ARGON2_PASSES } from '../lib/numbers.ts'

const [origin, databaseUrl, triesGiven = '60'] = process.argv.slice(2)
if (!origin || !databaseUrl) {
  console.error('usage: node bench/sign-in.mjs <origin> <database url> [tries of each kind]')
  process.exit(2)
}

const WARM_UP = 5
const GLOBAL = { tries: 900, seconds: 301 }
const ERRORS_ALLOWED = 3
const run = randomBytes(3).toString('hex')
const tomorrow = new Date(Date.now() + 86_400_000)
const KINDS = {
  'nobody': null,
  'nobody, again': null,
  'nobody, by address': 'nobody@',
  'an account': {},
  'an account, by address': { byAddress: true },
  'with an app': { app: true },
  'address not confirmed': { confirmed: false },
  'the same, by address': { confirmed: false, byAddress: true },
  'disabled': { disabled_at: new Date() },
  'uploads frozen': { frozen_until: tomorrow },
  'secured, no password': { secured_at: new Date(), password_hash: null },
  'breached password': { password_breached_at: new Date() },
}
const names = Object.keys(KINDS)
const tries = Number(triesGiven)

const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
try {
  const page = await readForm('/account/login/', 'login')
  const phc = await someHash()
  const logins = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await loginsOf(KINDS[name], name, phc)])))
  const times = await measure(page, logins)
  process.exitCode = report(times) ? 0 : 1
} finally {
  await sql`delete from users where username like ${`bench-${run}-%`}`
  await sql.end()
}

async function measure(page, logins) {
  const times = Object.fromEntries(names.map((name) => [name, []]))
  let window = { tries: 0, began: performance.now() }
  for (let round = -WARM_UP; round < tries; round++) {
    if (window.tries + names.length > GLOBAL.tries) {
      await new Promise((wake) => setTimeout(wake, GLOBAL.seconds * 1000 - (performance.now() - window.began)))
      window = { tries: 0, began: performance.now() }
    }
    window.tries += names.length
    for (const name of shuffled(names)) {
      const taken = await failToSignIn(page, logins[name][round + WARM_UP])
      if (round >= 0) times[name].push(taken)
    }
  }
  return times
}

/** The names to try: of accounts made here, or of nobody. */
async function loginsOf(kind, name, phc) {
  const stem = `bench-${run}-${names.indexOf(name)}`
  const all = Array.from({ length: tries + WARM_UP }, (_, n) => `${stem}-${n}`)
  if (kind === null) return all
  if (kind === 'nobody@') return all.map((login) => `${login}@example.org`)
  const { app = false, confirmed = true, byAddress = false, ...columns } = kind
  for (const username of all) {
    const [{ id }] = await sql`insert into users ${sql({ username, username_key: username, webauthn_handle: randomBytes(64), password_hash: phc, ...columns })} returning id`
    const address = `${username}@example.org`
    await sql`insert into email_addresses ${sql({ user_id: id, address, address_key: address, is_primary: true, verified_at: confirmed ? new Date() : null })}`
    if (app) await sql`insert into totp_apps ${sql({ user_id: id, sealed_secret: randomBytes(48), key_id: 'bench', confirmed_at: new Date() })}`
  }
  return byAddress ? all.map((username) => `${username}@example.org`) : all
}

/** A hash as the server makes them, of a password that nobody knows; it names the pepper that the hashes here name. */
async function someHash() {
  const [known] = await sql`select substring(password_hash from ',keyid=[^$,]+') as keyid from users where password_hash like '%,keyid=%' limit 1`
  if (!known) throw new Error('There is no account yet. Register one, so that the accounts of this measurement can be like it.')
  const phc = await hash(randomBytes(32), { memoryCost: ARGON2_MEMORY_KIB, timeCost: ARGON2_PASSES, parallelism: 1 })
  return phc.replace(/,p=\d+(?=\$)/, (p) => p + known.keyid)
}

/** What a browser without JavaScript sends besides what one types. */
async function readForm(path, field) {
  const html = await (await fetch(origin + path)).text()
  const form = html.match(/<form[\s\S]*?<\/form>/g)?.find((one) => one.includes(`name="${field}"`)) ?? ''
  const inputs = form.match(/<input[^>]*type="hidden"[^>]*>/g) ?? []
  const attribute = (input, name) => (new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  return { path, fields: inputs.map((input) => [attribute(input, 'name'), attribute(input, 'value')]) }
}

async function failToSignIn({ path, fields }, login) {
  const body = new FormData()
  for (const [name, value] of [...fields, ['login', login], ['password', `wrong ${randomBytes(12).toString('hex')}`]]) body.append(name, value)
  const headers = { origin, 'x-forwarded-for': `10.${[...randomBytes(3)].join('.')}` }
  const started = performance.now()
  const answer = await fetch(origin + path, { method: 'POST', body, headers, redirect: 'manual' })
  const html = await answer.text()
  const taken = performance.now() - started
  if (!html.includes('Username or password is wrong.')) throw new Error(`${login} was answered with ${answer.status} and not as a failed sign-in is.`)
  return taken
}

function report(times) {
  const base = times['nobody']
  let isFine = true
  console.log(`${tries} tries of each kind; the standard error of a chance is ${standardError(tries, tries).toFixed(3)}\n\n${'kind'.padEnd(24)} median ms    p95 ms   ratio   chance of being slower`)
  for (const name of names) {
    const [median, ratio, chance] = [quantile(times[name], 0.5), quantile(times[name], 0.5) / quantile(base, 0.5), chanceSlower(times[name], base)]
    const isOdd = Math.abs(chance - 0.5) > ERRORS_ALLOWED * standardError(times[name].length, base.length)
    if (isOdd) isFine = false
    console.log(`${name.padEnd(24)} ${median.toFixed(1).padStart(9)} ${quantile(times[name], 0.95).toFixed(1).padStart(9)} ${ratio.toFixed(3).padStart(7)}   ${chance.toFixed(2)}${isOdd ? '  <- tells' : ''}`)
  }
  return isFine
}

/** Of the chance below, were both kinds the same. */
function standardError(first, second) {
  return Math.sqrt((first + second + 1) / (12 * first * second))
}

/** Of all pairs, those in which the first took longer (the area under the ROC curve of a guess by time). */
function chanceSlower(first, second) {
  let slower = 0
  for (const a of first) for (const b of second) slower += a > b ? 1 : a === b ? 0.5 : 0
  return slower / (first.length * second.length)
}

function quantile(list, share) {
  const sorted = list.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
}

/** Fisher and Yates. */
function shuffled(list) {
  const all = [...list]
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1))
    const kept = all[i]
    all[i] = all[j]
    all[j] = kept
  }
  return all
}
