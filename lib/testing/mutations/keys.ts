import type { Mutant } from './list.ts'

const commands = 'lib/server/key-commands.ts'
const stored = 'lib/server/stored-secrets.ts'
const tests = ['lib/server/stored-secrets.test.ts']

export const keys: Mutant[] = [
  { what: 'nothing is sealed anew beside a server with the old key', file: commands, find: 'if (await isOtherKeyInUse(databaseUrl(), serverKeyId()))', replace: 'if (false)', tests },
  { what: 'an old key that is needed is not dropped', file: commands, find: 'if (left > 0) return no(`${left} stored secrets still', replace: 'if (false) return no(`${left} stored secrets still', tests },
  { what: 'a start without the key of what is sealed', file: stored, find: 'for (const store of STORES) missing', replace: 'for (const store of STORES.slice(3)) missing', tests },
  { what: 'a start without the pepper of passwords and codes', file: stored, find: 'for (const [ring, findInUse] of PEPPERS) missing', replace: 'for (const [ring, findInUse] of PEPPERS.slice(2)) missing', tests },
  { what: 'a row that does not open is left alone', file: 'lib/db/sealed-store.ts', find: '  if (!secret) return false\n', replace: '  if (!secret) {\n    await db().execute(sql`update ${sql.identifier(store.table)} set key_id = ${store.keys.current().id} where id = ${row.id}`)\n    return false\n  }\n', tests },
  { what: 'what was altered does not open', file: 'lib/protocol/sealed.ts', find: ', decipher.final()]', replace: ']', tests: ['lib/protocol/sealed.test.ts'] },
  { what: 'a short tag is none', file: 'lib/protocol/sealed.ts', find: ' || sealed.length < 1 + NONCE_BYTES + TAG_BYTES', replace: '', tests: ['lib/protocol/sealed.test.ts'] },
  { what: 'a nonce of its own', file: 'lib/protocol/sealed.ts', find: 'const nonce = randomBytes(NONCE_BYTES)', replace: 'const nonce = Buffer.alloc(NONCE_BYTES)', tests: ['lib/protocol/sealed.test.ts'] },
  { what: 'a key for each purpose', file: 'lib/protocol/sealed.ts', find: 'derive(`${purpose}|key`, KEY_BYTES)', replace: "derive('key', KEY_BYTES)", tests: ['lib/protocol/sealed.test.ts'] },
  { what: 'a password gets the new pepper at the next sign-in', file: 'lib/accounts/passwords.ts', find: ' || pepperOf(phc)?.id !== peppers.current().id', replace: '', tests },
]
