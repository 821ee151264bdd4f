import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/keys.md'), 'utf8')
const files = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' }).map((file) => `lib/${file}`)
  .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^lib\/testing\//.test(file))
const texts = files.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const)

test('docs/keys.md names each key derived from SECRETS_KEY, with the file that asks for it, and no other', () => {
  const asked = texts.flatMap(([file, text]) => [...text.matchAll(/(?<!function )\bkeyRing\('([^']+)'\)/g)].map((m) => `${m[1]} in ${file}`))
  const listed = [...page.matchAll(/^\| `([\w -]+)` \|[^|]*\| `(lib\/[\w/.-]+)` \|/gm)].map((m) => `${m[1]} in ${m[2]}`)
  expect(listed.toSorted()).toEqual(asked.toSorted())
})

test('nothing derives a key but the ring, so that nothing forgets old ones', () => {
  const deriving = texts.filter(([, text]) => /(?<!function )\bderiveKey\(/.test(text)).map(([file]) => file)
  expect(deriving).toEqual(['lib/key-ring.ts'])
})

test('it names every secret that the operator may set', () => {
  const secret = /^ {2}(\w+): field\.(?:secret|keys?|databaseUrl|smtpUrl)\b/gm
  const variables = [...readFileSync(join(root, 'lib/env.ts'), 'utf8').matchAll(secret)].map((m) => m[1])
  expect(variables.length).toBeGreaterThan(3)
  for (const variable of [...variables, 'AWS_SECRET_ACCESS_KEY']) expect(page).toContain(`| \`${variable}\` |`)
})
