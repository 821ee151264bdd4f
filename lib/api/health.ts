// GET /healthz: the process answers. GET /readyz: it can do its work, so send it requests.
import { Hono } from 'hono'
import { countPendingMigrations } from '#lib/db/pending-migrations.ts'
import { isStorageWell } from '#lib/storage/storage.ts'
import { reading } from './reading.ts'

export const health = new Hono()

const WAIT_MS = 3000

reading(health, '/healthz', () => plain(200, 'OK\n'))

reading(health, '/readyz', async () => {
  const pending = await within(countPendingMigrations())
  const checks = { database: pending !== null, migrations: pending === 0, storage: (await within(isStorageWell())) === true }
  return plain(Object.values(checks).every(Boolean) ? 200 : 503, `${JSON.stringify(checks)}\n`, 'application/json')
})

/** The answer, or null when it fails or takes too long: someone is waiting to hear that we are not well. */
async function within<T>(asked: Promise<T>): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(resolve, WAIT_MS, null)
  return Promise.race([asked.catch(() => null), promise]).finally(() => clearTimeout(timer))
}

const plain = (status: number, body: string, type = 'text/plain; charset=UTF-8') =>
  new Response(body, { status, headers: { 'Content-Type': type, 'Cache-Control': 'no-store' } })
