// What one page costs in an index of a thousand projects, and in one of a million: the same pages, the same process, in turns.
//
//   node bench/many-projects.mjs [projects in the large one] [rounds]       (after npm run build)
//
// Two databases are filled by SQL, each with a server of its own, which has then rendered none of their pages. Prints how long its
// start takes, then milliseconds (the fastest and the median of the rounds) and their ratio for each page, then what the lists of all
// projects cost in the large one, in time and memory.

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { driver } from '#lib/db/client.ts'
import { median } from './load.mjs'
import { addProject, openSite } from './site.ts'

const [large = '1000000', rounds = '15'] = process.argv.slice(2)
const PAGES = ['/simple/needle-in-the-hay/', '/simple/project-500/', '/pypi/needle-in-the-hay/json', '/project/needle-in-the-hay/', '/search/?q=needle', '/search/?q=needle-in-the-hay', '/search/?q=neddle-in-the-hey', '/search/?q=', '/']

process.env.TRUSTED_PROXIES = '127.0.0.1 ::1'
const seconds = (ms) => (ms / 1000).toFixed(1)
const sites = []
try {
  for (const count of [1000, Number(large)]) {
    const started = performance.now()
    const site = await openSite(`many_${count}`)
    sites.push(site)
    await addProject('needle-in-the-hay', 60)
    await fill(count)
    const filled = performance.now()
    site.server = await site.startServer()
    console.log(`${count} projects: ${seconds(filled - started)} s to fill, ${seconds(performance.now() - filled)} s to start`)
    await site.pause()
  }
  for (const page of PAGES) await compare(page)
  await lists(sites[1])
} finally {
  for (const site of sites) await site.close()
}

/** Rows as an upload leaves them, without the files: what is measured is what the number of projects does. */
async function fill(count) {
  const sql = driver()
  await sql`
    insert into projects (id, name, normalized_name, confusable_name, summary, search_text, created_at, updated_at)
    select gen_random_uuid(), 'project-' || n, 'project-' || n, 'project' || n, 'Summary number ' || n || ' about ' || md5(n::text),
      'project-' || n || ' project ' || n || ' summary number about ' || md5(n::text), now() - n * interval '1 second', now() - n * interval '1 second'
    from generate_series(1, ${count}) n`
  await sql`analyze`
}

async function compare(page) {
  const times = sites.map(() => [])
  for (let round = -2; round < Number(rounds); round++)
    for (const [at, { server }] of sites.entries()) {
      const ms = await timeOf(server.origin + page)
      if (round >= 0) times[at].push(ms)
    }
  // The fastest of the rounds is what the page costs; the rest is what else the machine did.
  const told = (of) => { const [small, big] = times.map(of); return `${small.toFixed(1).padStart(7)} ms ${big.toFixed(1).padStart(8)} ms  ${(big / small).toFixed(2)} times` }
  console.log(`${page.padEnd(30)} fastest ${told((all) => Math.min(...all))}   median ${told(median)}`)
}

async function timeOf(url) {
  const start = performance.now()
  // Each from a network of its own: the limit on searches is not what is measured.
  const answer = await fetch(url, { headers: { 'x-forwarded-for': `10.${[...randomBytes(3)].join('.')}` } })
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
  return performance.now() - start
}

/** The lists of all projects, each asked for by four clients at once: the time of all, and the memory of the server at its peak. */
async function lists({ server }) {
  const rss = () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  for (const [path, encoding] of [['/simple/', 'gzip'], ['/simple/', 'gzip'], ['/simple/', 'identity'], ['/sitemap.xml', 'gzip'], ['/sitemap.xml?from=', 'gzip']]) {
    const rest = rss()
    let peak = rest
    const watch = setInterval(() => { peak = Math.max(peak, rss()) }, 10)
    const start = performance.now()
    const sizes = await Promise.all(Array.from({ length: 4 }, () => sizeOf(`${server.origin}${path}`, encoding)))
    clearInterval(watch)
    console.log(`${path} ${encoding}, 4 at once: ${seconds(performance.now() - start)} s, ${(sizes[0] / 1e6).toFixed(2)} MB each; memory ${rest.toFixed(0)} MB before, ${(peak - rest).toFixed(0)} MB more at the peak`)
  }
}

function sizeOf(url, encoding) {
  return new Promise((resolve, reject) => {
    request(url, { headers: { accept: 'application/vnd.pypi.simple.v1+json', 'accept-encoding': encoding } }, (answer) => {
      let bytes = 0
      answer.on('data', (data) => { bytes += data.length })
      answer.on('end', () => (answer.statusCode === 200 ? resolve(bytes) : reject(new Error(String(answer.statusCode)))))
    }).on('error', reject).end()
  })
}
