// How fast `/simple/<name>/` is for a project with 60 files: ours, pypiserver with its cached back end, and plain node:http that
// sends the very bytes we send. One run, one load generator, in turns, so that what else the machine does hits all alike.
//
//   node bench/simple.mjs [rounds] [seconds per turn]        (after npm run build; Python 3 with venv for pypiserver)
//
// Prints requests per second (median of the rounds), processor time per request, and the ratios.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { load, median, processorSeconds } from './load.mjs'
import { addProject, freePort, openSite } from './site.ts'

const [rounds = '5', seconds = '2'] = process.argv.slice(2)
const NAME = 'benchmark'
const FILES = 60
const PYPISERVER = ['pypiserver[cache]==2.4.1', 'waitress==3.0.2', 'defusedxml']
const HTML = { Accept: 'text/html' }
const JSON_FORM = { Accept: 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01' }
const GZIP = { 'Accept-Encoding': 'gzip, deflate' }

const site = await openSite()
const stops = []
try {
  await addProject(NAME, FILES)
  const { origin, pid } = await site.startServer()
  const ours = { name: 'Wheelkeep', url: `${origin}/simple/${NAME}/`, pid }
  const theirs = await startPypiserver()
  const cases = { 'HTML, plain': HTML, 'HTML, gzip': { ...HTML, ...GZIP }, 'JSON, gzip (as pip and uv ask)': { ...JSON_FORM, ...GZIP } }
  for (const [title, headers] of Object.entries(cases)) await compare(title, headers, [ours, await startPlain(ours.url, headers), theirs])
} finally {
  for (const stop of stops) await stop()
  await site.close()
}

async function compare(title, headers, servers) {
  for (const { url } of servers) await load(url, headers, { seconds: 1 }) // warm
  const rates = servers.map(() => [])
  const costs = servers.map(() => [])
  for (let round = 0; round < Number(rounds); round++) {
    for (const [at, { url, pid }] of servers.entries()) {
      const before = processorSeconds(pid)
      const rate = await load(url, headers, { seconds: Number(seconds) })
      rates[at].push(rate)
      costs[at].push(((processorSeconds(pid) - before) / (rate * Number(seconds))) * 1e6)
    }
  }
  console.log(`\n${title}`)
  for (const [at, { name }] of servers.entries())
    console.log(`  ${name.padEnd(12)} ${median(rates[at]).toFixed(0).padStart(7)} requests/s  ${median(costs[at]).toFixed(0).padStart(6)} µs of processor time each`)
  const [us, plain, others] = rates.map(median)
  console.log(`  Wheelkeep is ${(us / others).toFixed(1)} times pypiserver and ${(us / plain).toFixed(2)} of plain node:http`)
}

/** node:http in a process of its own, with the bytes and the type that we send. */
async function startPlain(from, headers) {
  const port = await freePort()
  const program = `
    const { createServer, get } = await import('node:http')
    get(${JSON.stringify(from)}, { headers: ${JSON.stringify(headers)} }, async (answer) => {
      const pieces = []
      for await (const piece of answer) pieces.push(piece)
      const body = Buffer.concat(pieces)
      const sent = { 'Content-Type': answer.headers['content-type'], 'Content-Length': body.length }
      if (answer.headers['content-encoding']) sent['Content-Encoding'] = answer.headers['content-encoding']
      createServer((_, response) => response.writeHead(200, sent).end(body)).listen(${port}, '127.0.0.1')
    })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'inherit', 'inherit'] })
  stops.push(() => end(child))
  const url = `http://127.0.0.1:${port}/`
  await untilItAnswers(url)
  return { name: 'node:http', url, pid: child.pid }
}

async function startPypiserver() {
  const venv = resolve('.wheelkeep/bench-pypiserver')
  const program = join(venv, 'bin/pypi-server')
  if (!existsSync(program)) {
    run('python3', ['-m', 'venv', venv])
    run(join(venv, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PYPISERVER])
  }
  const folder = mkdtempSync(join(tmpdir(), 'wheelkeep-pypiserver-'))
  stops.push(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'packages'))
  for (let n = 0; n < FILES; n++) writeFileSync(join(folder, 'packages', `${NAME}-1.${n}-py3-none-any.whl`), `wheel ${n}`.repeat(100))
  writeFileSync(join(folder, 'welcome.html'), 'welcome')
  const port = await freePort()
  const args = ['run', '-p', String(port), '-i', '127.0.0.1', '--backend', 'cached-dir', '--server', 'auto', '--welcome', join(folder, 'welcome.html'), '-P', '.', '-a', '.', join(folder, 'packages')]
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore'] })
  stops.push(() => end(child))
  const url = `http://127.0.0.1:${port}/simple/${NAME}/`
  await untilItAnswers(url)
  const links = (await (await fetch(url)).text()).match(/<a /g)?.length
  if (links !== FILES) throw new Error(`pypiserver lists ${links} files.`)
  return { name: 'pypiserver', url, pid: child.pid }
}

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`)
}

async function end(child) {
  if (child.exitCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function untilItAnswers(url) {
  for (let n = 0; n < 200; n++) {
    if (await fetch(url).then(({ ok }) => ok, () => false)) return
    await new Promise((wake) => setTimeout(wake, 50))
  }
  throw new Error(`Nothing answers at ${url}`)
}
