// `npm run dev` and `npm run cli`, as the README names them: started as people start them, in a copy of the checkout, because
// the development server writes into its own. Says what it tried; ends with 1 when something did not hold.

import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, linkSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../server/prepare.mjs'

const LEFT_OUT = new Set(['.git', '.next', '.venv', 'data', 'test-results', '.env'])
const PATIENCE_SECONDS = 180

const copy = mkdtempSync(join(realpathSync(tmpdir()), 'wheelkeep-dev-'))
const port = await freePort()
const env = { ...process.env, PORT: String(port), DATA_DIR: join(copy, 'data'), DATABASE_URL: '', NEXTAUTH_URL: '' }
let failed = 0

chmodSync(copy, 0o711) // the user that Postgres runs as must get through to the data
copyFolder(root, copy, LEFT_OUT)
const dev = spawn('npm', ['run', 'dev'], { cwd: copy, env, stdio: ['ignore', 'pipe', 'pipe'] })
try {
  const log = recordOutput(dev)
  const start = performance.now()
  const isReady = await until(() => log().includes('Wheelkeep is ready') || dev.exitCode !== null) && dev.exitCode === null
  told('npm run dev starts', isReady, log())
  if (isReady) {
    const home = await fetch(`http://localhost:${port}/`).catch(() => null)
    told('it answers the home page', home?.status === 200 && /<h1[\s>]/.test(await home.text()), log())
    const link = cli('setup-link')
    told('npm run cli -- setup-link prints a link beside it', link.status === 0 && new RegExp(`^http://localhost:${port}/setup/\\?token=[\\w-]{40,}$`, 'm').test(link.stdout), link.stderr)
    const usage = cli()
    told('npm run cli without a command prints its usage', usage.status === 2 && /^Usage: npm run cli -- <command>/m.test(usage.stderr), usage.stderr)
    process.kill(dev.pid, 'SIGINT')
    told('it ends at a SIGINT', await until(() => dev.exitCode !== null || dev.signalCode !== null), log())
    told('and nothing is left running', await until(async () => processesIn(copy).length === 0 && (await isFree(port))), processesIn(copy).join('\n'))
  }
  console.log(`in ${((performance.now() - start) / 1000).toFixed(1)} s`)
} finally {
  for (const pid of [...processesIn(copy), dev.pid]) endProcess(pid)
  rmSync(copy, { recursive: true, force: true })
}
process.exit(failed > 0 ? 1 : 0)

function told(what, isSo, why) {
  console.log(`${isSo ? '✓' : '✗'} ${what}`)
  if (isSo) return
  failed++
  console.log(String(why).slice(-2000))
}

/** With hard links where the disk allows it: nobody writes into a package, and Next.js writes new files. */
function copyFolder(from, to, leftOut = new Set()) {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (leftOut.has(entry.name)) continue
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyFolder(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else if (lstatSync(source).isFile()) copyFile(source, target)
  }
}

function copyFile(source, target) {
  if (!source.startsWith(join(root, 'node_modules'))) return copyFileSync(source, target)
  try {
    linkSync(source, target)
  } catch {
    copyFileSync(source, target)
  }
}

function cli(...words) {
  return spawnSync('npm', ['run', '--silent', 'cli', '--', ...words], { cwd: copy, env, encoding: 'utf8', timeout: PATIENCE_SECONDS * 1000 })
}

function recordOutput(child) {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { text += chunk })
  return () => text
}

async function until(isSo) {
  const deadline = performance.now() + PATIENCE_SECONDS * 1000
  while (performance.now() < deadline) {
    if (await isSo()) return true
    await wait(200)
  }
  return false
}

/** Where the system tells (Linux): who works in the copy. */
function processesIn(folder) {
  if (!existsSync('/proc/self/cwd')) return []
  return readdirSync('/proc', { withFileTypes: true }).map(({ name }) => Number(name)).filter((pid) => pid > 0 && pid !== process.pid && worksIn(pid, folder))
}

function worksIn(pid, folder) {
  try {
    return `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`)
  } catch {
    return false // it ended meanwhile, or is another user's
  }
}

function endProcess(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it has ended
  }
}

function freePort() {
  return new Promise((found) => {
    const server = createServer().listen(0, 'localhost', () => {
      const { port: free } = server.address()
      server.close(() => found(free))
    })
  })
}

function isFree(number) {
  return new Promise((answer) => {
    const server = createServer().once('error', () => answer(false)).listen(number, 'localhost', () => server.close(() => answer(true)))
  })
}
