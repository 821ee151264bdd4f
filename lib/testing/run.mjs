// `npm test`: everything that says whether this is good, in the order in which a failure is cheapest to see. Each stage says its
// seconds; the last line says how many tests passed.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { childEnvironment, findNode, installPackages, root } from '../server/prepare.mjs'
import { prepareClients } from './clients.mjs'

const REPORTS = join(root, 'test-results')

const totals = { passed: 0, failed: 0, skipped: 0 }

installPackages()
const node = findNode()
mkdirSync(REPORTS, { recursive: true })

stage('Types', () => one(typesOfNext() && tool('tsc', '--noEmit')))
stage('Lint', () => one(tool('oxlint', '--quiet')))
stage('Unit tests', unitTests)
stage('Commands', () => one(commands()))
stage('Build', () => one(build()))
stage('Python clients', () => prepareClients(root))
stage('Journeys', journeys)

const { passed, failed, skipped } = totals
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)

function stage(name, run) {
  const start = performance.now()
  const before = { ...totals }
  console.log(`── ${name}`)
  run()
  const counted = Object.keys(totals).filter((key) => totals[key] > before[key]).map((key) => `${totals[key] - before[key]} ${key}`)
  console.log(`── ${name}: ${counted.join(', ') || 'ready'} … ${((performance.now() - start) / 1000).toFixed(1)} s\n`)
}

function add(more) {
  for (const [key, count] of Object.entries(more)) totals[key] += count
}

function one(isGood) {
  add(isGood ? { passed: 1 } : { failed: 1 })
}

/** Runs a tool from node_modules with our Node and lets it talk. Whether it ended well. */
function tool(name, ...args) {
  return spawnSync(join(root, 'node_modules/.bin', name), args, { cwd: root, env: childEnvironment(node), stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}

/** Next.js writes the types of its own files (styles, pictures, routes) into the checkout; a fresh one lacks them. */
function typesOfNext() {
  return existsSync(join(root, 'next-env.d.ts')) || tool('next', 'typegen')
}

function unitTests() {
  const report = join(REPORTS, 'unit.json')
  rmSync(report, { force: true })
  const isGood = tool('vitest', 'run', '--no-color', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`)
  const { numPassedTests: passed = 0, numFailedTests: failed = 0, numPendingTests: pending = 0, numTodoTests: todo = 0 } = read(report)
  // A file that does not even load has no tests that could fail.
  add({ passed, failed: isGood ? failed : Math.max(failed, 1), skipped: pending + todo })
}

/** In a process of its own: a build that fails ends that process, and the tests go on to say what else is wrong. */
function build() {
  const script = `import(${JSON.stringify(new URL('../server/prepare.mjs', import.meta.url).href)}).then(({ buildPages }) => buildPages(process.execPath))`
  return spawnSync(node, ['-e', script], { cwd: root, env: childEnvironment(node), stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}

/** `npm run dev` and `npm run cli`, as people start them. */
function commands() {
  return spawnSync(node, [join(root, 'lib/testing/commands.mjs')], { cwd: root, env: childEnvironment(node), stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}

function journeys() {
  const report = join(REPORTS, 'journeys.json')
  rmSync(report, { force: true })
  const env = { ...childEnvironment(node), ...browser() }
  const isGood = spawnSync(join(root, 'node_modules/.bin/playwright'), ['test'], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = read(report).stats ?? {}
  // A journey that needs a second try is not one to rely on.
  const failed = unexpected + flaky
  add({ passed: expected, failed: isGood ? failed : Math.max(failed, 1), skipped })
}

/** The system's Chromium where there is one, else the one that Playwright brought or brings. */
function browser() {
  if (process.env.CHROMIUM) return {}
  const found = ['chromium', 'chromium-browser', 'google-chrome'].map(inPath).find(Boolean)
  if (found) return { CHROMIUM: found }
  tool('playwright', 'install', 'chromium')
  return {}
}

function inPath(name) {
  return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)).find((path) => existsSync(path))
}

function read(report) {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}
}
