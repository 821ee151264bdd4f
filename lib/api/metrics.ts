// GET /metrics: gauges for Prometheus (text exposition format 0.0.4), for programs on this machine and for who has the token.
import { timingSafeEqual } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { type Context, Hono } from 'hono'
import { countEverything } from '#lib/catalog/lists.ts'
import { environment } from '#lib/env.ts'
import { hashSecret } from '#lib/protocol/secrets.ts'
import { shared } from '#lib/shared.ts'
import { originOf } from './origin.ts'
import { reading } from './reading.ts'
import { notFound } from './refusals.ts'

export const metrics = new Hono()

reading(metrics, '/metrics', async (c) => (isLoopback(c) || hasToken(c) ? new Response(await exposition(), { headers: HEADERS }) : notFound()))

const HEADERS = { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8', 'Cache-Control': 'no-store' }

/** Our own server says who asks; behind a proxy that is the client. */
const isLoopback = (c: Context) => /^(127\.\d+\.\d+\.\d+|::1)$/.test(originOf(c).ip ?? '')

/** METRICS_TOKEN as RFC 6750 §2.1 sends it; compared by its hash, so that the time says nothing. */
function hasToken(c: Context): boolean {
  const { metricsToken } = environment()
  const [, shown] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
  return metricsToken !== null && shown !== undefined && timingSafeEqual(Buffer.from(hashSecret(shown)), Buffer.from(hashSecret(metricsToken)))
}

const loop = shared('event-loop-delay', () => {
  const histogram = monitorEventLoopDelay({ resolution: 20 })
  histogram.enable()
  return histogram
})

async function exposition(): Promise<string> {
  const { projects, releases, files } = await countEverything(new Date())
  const gauges: [name: string, help: string, value: number][] = [
    ['wheelkeep_projects', 'Public projects.', projects],
    ['wheelkeep_releases', 'Releases of public projects.', releases],
    ['wheelkeep_files', 'Files of public projects.', files],
    ['process_resident_memory_bytes', 'Resident memory.', process.memoryUsage.rss()],
    ['process_uptime_seconds', 'Seconds since the process started.', process.uptime()],
    ['nodejs_eventloop_delay_p99_seconds', 'Delay of the event loop since the last time it was asked for.', loop.percentile(99) / 1e9],
  ]
  loop.reset()
  return gauges.map(([name, help, value]) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${Number.isFinite(value) ? value : 0}\n`).join('')
}
