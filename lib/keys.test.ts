import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/keys.md'), 'utf8')
const files = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' }).map((file) => `lib/${file}`)
  .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^lib\/testing\//.test(file))
const texts = files.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const)

test('docs/keys.md names each key derived from SECRETS_KEY, with the file that derives it, and no other', () => {
  const derived = texts.flatMap(([file, text]) => [...text.matchAll(/(?<!function )\bderiveKey\(([^,]*), '([^']+)'\)/g)].map((m) => `${m[2]} in ${file} from ${m[1]}`))
  const listed = [...page.matchAll(/^\| `([\w -]+)` \|[^|]*\| `(lib\/[\w/.-]+)` \|/gm)].map((m) => `${m[1]} in ${m[2]} from environment().secretsKey`)
  expect(listed.toSorted()).toEqual(derived.toSorted())
  const calls = texts.flatMap(([, text]) => [...text.matchAll(/(?<!function )\bderiveKey\(/g)])
  expect(calls).toHaveLength(derived.length)
})

test('it names every secret that the operator may set', () => {
  const secret = /^ {2}(\w+): field\.(?:secret|key|databaseUrl|smtpUrl)\b/gm
  const variables = [...readFileSync(join(root, 'lib/env.ts'), 'utf8').matchAll(secret)].map((m) => m[1])
  expect(variables.length).toBeGreaterThan(3)
  for (const variable of [...variables, 'AWS_SECRET_ACCESS_KEY']) expect(page).toContain(`| \`${variable}\` |`)
})
