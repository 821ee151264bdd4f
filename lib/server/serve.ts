import { once } from 'node:events'
import type { Server } from 'node:http'
import { resolve } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import next from 'next'
import { isMachinePath, machineFace } from '#lib/api/app.ts'
import { keptPageSender } from '#lib/api/simple.ts'
import { cannotStart } from '#lib/cannot-start.ts'
import type { Environment } from '#lib/env.ts'
import { answerScript, makeBrowserScripts } from '#lib/server/browser-scripts.ts'
import { noteForeignForm } from '#lib/server/foreign-forms.ts'
import { closeHttpServer, openHttpServer, receive, type Listener } from '#lib/server/http.ts'
import type { Log } from '#lib/server/log.ts'
import { safeHeaders } from '#lib/server/response-headers.ts'

const FINISH_SECONDS = 10

/** Puts both faces behind one HTTP server and listens. Answers how to close it: requests under way may finish. */
export async function serve(env: Environment, log: Log): Promise<() => Promise<void>> {
  const server = openHttpServer(env.dev)
  // With `httpServer` Next.js adds its own upgrade listener in development; a second one would answer the same socket.
  const pages = next({ dev: env.dev, dir: resolve(import.meta.dirname, '../..'), hostname: env.hostname, port: env.port, httpServer: server })
  await Promise.all([pages.prepare(), makeBrowserScripts()])
  const faces = { isMachinePath, quick: keptPageSender(safeHeaders(env)), machine: getRequestListener(machineFace.fetch), human: humanFace(pages.getRequestHandler(), env.dev) }
  server.on('request', receive(env, faces, log, (form, origin) => noteForeignForm(log, form, origin, new Date())))
  await listen(server, env)
  return async () => {
    await closeHttpServer(server, FINISH_SECONDS)
    await pages.close()
  }
}

/** Our scripts, and pages. Whoever works on the scripts sees them with the next page. */
function humanFace(pages: Listener, dev: boolean): Listener {
  return async (request, response) => {
    if (answerScript(request, response)) return
    // What is wrong with them esbuild says itself.
    if (dev && request.headers.accept?.includes('text/html')) await makeBrowserScripts().catch(() => {})
    return pages(request, response)
  }
}

async function listen(server: Server, { port, host }: Environment): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (trouble) {
    throw cannotStart(`${host}:${port} ${CURES[codeOf(trouble)] ?? `cannot be listened on (${codeOf(trouble)}): check HOST and PORT`}`)
  }
}

const CURES: Record<string, string> = {
  EADDRINUSE: 'is taken by another program: stop that, or set PORT to another number',
  EACCES: 'is not allowed for this user: set PORT to 1024 or more',
  EADDRNOTAVAIL: 'is not an address of this machine: correct HOST',
}

const codeOf = (trouble: unknown) => (trouble instanceof Error && 'code' in trouble ? String(trouble.code) : String(trouble))
