// One real site for all journeys: the production build, an embedded Postgres, a real SMTP server. Started as a user starts it.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostOffice } from './post-office.ts'

const START_SECONDS = 240

export default async function startSite() {
  // A site that whoever works on a journey keeps running: its folder of mail says so.
  if (process.env.E2E_MAIL_FOLDER) return

  const site = await startOneSite(process.env.E2E_PORT ?? '3777')
  process.env.E2E_MAIL_FOLDER = join(site.folder, 'mail')
  process.env.E2E_SITE_FOLDER = site.folder

  return async () => {
    mkdirSync('test-results', { recursive: true })
    writeFileSync('test-results/server.log', site.log())
    await site.stop()
  }
}

export type Site = {
  /** Without a slash at the end. */
  address: string
  folder: string
  log: () => string
  /** Where the printed link leads that makes the first administrator. */
  setupPath: () => string
  stop: () => Promise<void>
}

/** A site on a port, with a folder of data and mail of its own. `env`: what its operator set besides. */
export async function startOneSite(port: string, env: Record<string, string> = {}): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'wheelkeep-e2e-'))
  // The user that Postgres runs as must get through to the data.
  chmodSync(folder, 0o711)
  const post = await startPostOffice(join(folder, 'mail'))
  const server = spawn('node', ['lib/server/start.mjs'], {
    env: {
      ...process.env, PORT: port, DATA_DIR: join(folder, 'data'), SMTP_URL: post.url, MAIL_FROM: 'keeper@example.org', SITE_NAME: 'Wheelkeep',
      // Each journey comes from a network of its own (own-network.ts), as people do; limits per network stay in force.
      TRUSTED_PROXIES: '127.0.0.1 ::1', NODE_ENV: 'production', ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const address = `http://localhost:${port}`
  const log = recordOutput(server, join(folder, 'server.log'))
  await untilItAnswers(`${address}/healthz`, server, log)

  const stop = async () => {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
    await post.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const setupPath = () => /(\/setup\/\?token=[\w-]+)/.exec(log())?.[1] ?? ''
  return { address, folder, log, setupPath, stop }
}

/** What the server says, kept in a file that journeys can read. */
function recordOutput(server: ChildProcess, file: string): () => string {
  writeFileSync(file, '')
  for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk: Buffer) => appendFileSync(file, chunk))
  return () => readFileSync(file, 'utf8')
}

async function untilItAnswers(address: string, server: ChildProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + START_SECONDS * 1000
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`The server ended at once:\n${log()}`)
    if (await fetch(address).then((answer) => answer.ok, () => false)) return
    await new Promise((wake) => setTimeout(wake, 100))
  }
  throw new Error(`The server did not answer within ${START_SECONDS} s:\n${log()}`)
}
