// Per test file: a database of its own, the job queue on it, and the secrets a server would have made.

import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, inject } from 'vitest'
import { ADVISORY_LOCKS } from '#lib/db/advisory-locks.ts'
import { closeDatabase, openDatabase } from '#lib/db/client.ts'
import { closeQueue, openQueue } from '#lib/jobs/jobs.ts'

process.env.SECRETS_KEY ??= randomBytes(32).toString('base64url')
process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString('base64url')
process.env.NEXTAUTH_URL ??= 'http://localhost:3000'

let counter = 0

/** Call at the top of a test file that needs the database. */
export function useDatabase(): void {
  beforeAll(async () => {
    const server = inject('databaseServer')
    const template = inject('templateName')
    const name = `wheelkeep_${template.split('_').at(-1)}_${process.pid}_${counter++}_${randomBytes(3).toString('hex')}`
    const admin = postgres(server, { max: 1, onnotice: () => {} })
    await clone(admin, name, template)
    await admin.end()
    const url = new URL(server)
    url.pathname = `/${name}`
    openDatabase(url.href)
    await openQueue()
  })
  afterAll(async () => {
    await closeQueue()
    await closeDatabase()
  })
}

/** Two workers cannot copy one template at once; the second waits its turn. */
async function clone(admin: postgres.Sql, name: string, template: string): Promise<void> {
  await admin`select pg_advisory_lock(${ADVISORY_LOCKS.testTemplate})`
  await admin.unsafe(`create database ${name} template ${template}`)
  await admin`select pg_advisory_unlock(${ADVISORY_LOCKS.testTemplate})`
}
