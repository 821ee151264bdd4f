// One Postgres for the whole run: the server named by TEST_DATABASE_URL, else an embedded one of its own.
// Each worker then gets a database cloned from a migrated template.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { migrateDatabase } from '#lib/db/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext { databaseServer: string; templateName: string }
}

export default async function setup(project: TestProject) {
  const server = await testServer()
  const templateName = `wheelkeep_template_${process.pid}`
  const admin = postgres(server.url, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${templateName}`)
  const template = new URL(server.url)
  template.pathname = `/${templateName}`
  await migrateDatabase(template.href)
  project.provide('databaseServer', server.url)
  project.provide('templateName', templateName)

  return async () => {
    const left = await admin`select datname from pg_database where datname like ${`wheelkeep_${process.pid}_%`} or datname = ${templateName}`
    for (const { datname } of left) await admin.unsafe(`drop database if exists ${datname} with (force)`)
    await admin.end()
    await server.stop()
  }
}

async function testServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  if (process.env.TEST_DATABASE_URL) return { url: process.env.TEST_DATABASE_URL, stop: async () => {} }
  const { startEmbeddedPostgres } = await import('#lib/db/embedded.ts')
  const folder = await mkdtemp(join(tmpdir(), 'wheelkeep-test-'))
  const server = await startEmbeddedPostgres(folder)
  return {
    url: server.url,
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
