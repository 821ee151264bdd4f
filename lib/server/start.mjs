// `npm start`, `npm run dev` and `npm run cli`: gets ready what is missing, then runs the server (or a command) on Node 24.

import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { buildPages, childEnvironment, findNode, installPackages, root } from './prepare.mjs'

/** npm passes on a Ctrl-C that the terminal has sent us already; a second one soon after the first is that same one. */
const SAME_SIGNAL_MS = 1000
let heardAt = Number.NEGATIVE_INFINITY

const [mode, ...words] = process.argv.slice(2)
installPackages()
const node = findNode()

if (mode === '--cli') runCommand()
else runServer(mode === '--dev')

/** In a session of its own, so that a terminal's Ctrl-C reaches it once, through us. Our end closes the channel, which it takes as a signal. */
function runServer(dev) {
  if (!dev) buildPages(node)
  const env = childEnvironment(node, dev ? { NODE_ENV: 'development', WHEELKEEP_DEV: '1' } : { NODE_ENV: 'production' })
  const child = spawn(node, [join(root, 'lib/server/main.ts')], { cwd: root, env, detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forwardTo(child, signal))
  child.on('exit', leaveLike)
}

function forwardTo(child, signal) {
  return () => {
    if (performance.now() - heardAt > SAME_SIGNAL_MS) child.kill(signal)
    heardAt = performance.now()
  }
}

/** A command shares our terminal, its input and its Ctrl-C. */
function runCommand() {
  const child = spawn(node, [join(root, 'lib/server/cli.ts'), ...words], { cwd: root, env: childEnvironment(node, { NODE_ENV: 'production' }), stdio: 'inherit' })
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', leaveLike)
}

function leaveLike(code, signal) {
  process.exit(code ?? 128 + constants.signals[signal])
}
