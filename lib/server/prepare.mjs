// What a fresh clone needs before Wheelkeep can run, in plain JavaScript with built-ins only: this file runs on whatever Node
// is there (20 or newer). Each step is skipped when it is done already, and says how long it took when it was not.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')
const NODE_MAJOR = 24

/** Packages as the lock file names them. npm writes its own note of what it installed last of all, so half an install is seen. */
export function installPackages() {
  if (isInstalled()) return
  step('Installing packages', () => run(...npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--include=dev', '--include=optional')))
}

/** The path of a Node that is new enough: the one npm brought, the one we run on, or nothing and one clear line. */
export function findNode() {
  const ours = join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.exe' : 'node')
  const found = [ours, process.execPath].find((node) => majorOf(node) >= NODE_MAJOR)
  if (found) return found
  quit(`Wheelkeep runs on Node ${NODE_MAJOR}; this is ${process.version}, and npm has none for ${process.platform}-${process.arch}: install Node ${NODE_MAJOR} and start again`)
}

/** The pages, built anew when anything they are made of has changed. */
export function buildPages(node) {
  const pages = join(root, process.env.NEXT_DIST_DIR || '.next')
  const stamp = join(pages, 'wheelkeep-sources')
  const sources = hashOfSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  rmSync(pages, { recursive: true, force: true })
  step('Building pages', () => run(node, [join(root, 'node_modules/next/dist/bin/next'), 'build'], { NODE_ENV: 'production' }))
  writeFileSync(stamp, sources)
}

/** The environment of everything we start: our Node first in the PATH, no reports to anybody. */
export function childEnvironment(node, more = {}) {
  const path = [join(root, 'node_modules/.bin'), dirname(node), process.env.PATH].join(delimiter)
  return { ...process.env, PATH: path, NEXT_TELEMETRY_DISABLED: '1', ...more }
}

/** Ends with one line and without a stack. */
export function quit(line) {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}

/** Runs a step between its name and its seconds. */
export function step(name, run) {
  const start = performance.now()
  process.stderr.write(`${name} … `)
  run()
  process.stderr.write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`)
}

/** Every package that is installed is the one the lock file names, and only optional ones may be missing (other systems' binaries). */
function isInstalled() {
  const locked = packagesIn('package-lock.json')
  const installed = packagesIn('node_modules/.package-lock.json')
  if (!installed) return false
  const differs = ([path, { version, integrity }]) => locked[path]?.version !== version || locked[path]?.integrity !== integrity
  const lacks = ([path, { optional, devOptional, link }]) => path !== '' && !optional && !devOptional && !link && !installed[path]
  return !Object.entries(installed).some(differs) && !Object.entries(locked).some(lacks)
}

function packagesIn(file) {
  const path = join(root, file)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : null
}

/** Under `npm start` the npm that started us; else the one in the PATH. */
function npm(...args) {
  const started = process.env.npm_execpath
  return started?.endsWith('.js') ? [process.execPath, [started, ...args]] : ['npm', args]
}

/** Quiet unless it fails. Without NODE_ENV, with which npm would leave out what the build needs. */
function run(program, args, more = {}) {
  const { NODE_ENV: _, ...rest } = process.env
  const env = { ...rest, NEXT_TELEMETRY_DISABLED: '1', npm_config_update_notifier: 'false', ...more }
  const ran = spawnSync(program, args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  if (ran.status === 0) return
  quit(`failed\n${ran.stdout ?? ''}${ran.stderr ?? ''}${ran.error ? String(ran.error) : ''}`)
}

function majorOf(node) {
  if (node === process.execPath) return Number.parseInt(process.versions.node)
  const told = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return told.status === 0 ? Number.parseInt(told.stdout.slice(1)) : 0
}

const BUILT_FROM = ['app', 'components', 'lib', 'public', 'proxy.ts', 'next.config.js', 'next.config.ts', 'postcss.config.mjs', 'postcss.config.js', 'tsconfig.json', 'package.json', 'package-lock.json']
const NOT_BUILT = /\.test\.tsx?$|^lib\/(?:server|testing)\//

/** By content, so that a checkout of the same sources, under whatever commit, is not built twice. */
function hashOfSources() {
  const hash = createHash('sha256')
  for (const file of BUILT_FROM.flatMap(filesIn).filter((file) => !NOT_BUILT.test(file)).sort())
    hash.update(`${file}\0`).update(readFileSync(join(root, file))).update('\0')
  return hash.digest('hex')
}

function filesIn(path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return stat ? [path] : []
  return readdirSync(join(root, path)).flatMap((name) => filesIn(`${path}/${name}`))
}
