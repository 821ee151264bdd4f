// Whom this server ever asks something: read off the sources, so that a new caller is named here, and is looked at (security
// bar e.4 W2). No address that a person or a package names is asked for anything: there is no image proxy, webhook or URL check. What
// runs in a browser (components/) may only ask this server: connect-src 'self'.

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const sources = ['lib', 'app'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.(?:tsx?|mjs)$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name))).filter((file) => !file.startsWith('lib/testing/'))
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** What opens a connection to somewhere else. Listening and naming a type does not. */
const ASKS = /\bfetch\(|\bnew WebSocket\(|\b(?:https?|net|tls)\.(?:request|get|connect)\(|import \{[^}]*\b(?:request|get|connect)\b[^}]*\} from 'node:(?:http|https|net|tls)'|from '(?:nodemailer|undici|axios|got)'|from '@aws-sdk/

const KNOWN: Record<string, string> = {
  'lib/accounts/breaches.ts': "the operator's BREACH_CHECK_URL, with five digits of a hash",
  'lib/api/leaks.ts': "GitHub's keys, at one fixed address",
  'lib/mail/deliver.ts': "the operator's SMTP_URL",
  'lib/storage/s3.ts': "the operator's FILES_URL",
}

test('only the four that are known ask anybody', () => {
  expect(sources.filter((file) => ASKS.test(read(file)))).toEqual(Object.keys(KNOWN))
})

test('certificates are checked, whoever is asked', () => {
  expect(sources.filter((file) => /rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/.test(read(file)))).toEqual([])
})

test('what is fetched follows no redirect and waits for a few seconds only', () => {
  for (const file of Object.keys(KNOWN)) {
    for (const [call] of read(file).matchAll(/\bfetch\([^\n]*/g)) {
      expect(call, file).toContain("redirect: 'error'")
      expect(call, file).toContain('AbortSignal.timeout(')
    }
  }
})
