// What Lighthouse says of the main pages: phone, slow 4G and a slow processor, as it simulates them.
//
//   node bench/lighthouse.mjs [path …]
//
// Starts a site of its own (the production build) with a person and a project in it. E2E_PORT and CHROMIUM as for the journeys.

import { chromium } from '@playwright/test'
import lighthouse from 'lighthouse'
import { publisher } from '../e2e/support/pages.ts'
import startSite from '../e2e/support/site.ts'

const DEBUG_PORT = Number(process.env.E2E_PORT ?? 3777) + 1
const LOWEST = 95
const LCP_MS = 1500
const baseURL = `http://localhost:${process.env.E2E_PORT ?? 3777}`
const asked = process.argv.slice(2)

const stopSite = (await startSite()) ?? (() => {})
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${DEBUG_PORT}`],
})
let isGood = true
try {
  const context = await browser.newContext({ baseURL })
  const page = await context.newPage()
  const { project } = await publisher(page, baseURL)
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  console.log(`${'page'.padEnd(40)}  perf  a11y  best   seo    LCP ms   CLS   TBT ms`)
  for (const path of chosen(['/', '/search/?q=sextant', `/project/${project}/`, '/help/', '/account/login/'])) await look(path)
  for (const path of chosen(['/manage/account/', '/manage/account/totp-provision/'])) await look(path, { cookie })
} finally {
  await browser.close()
  await stopSite()
}
process.exit(isGood ? 0 : 1)

function chosen(paths) {
  return asked.length > 0 ? paths.filter((path) => asked.includes(path)) : paths
}

async function look(path, extraHeaders = {}) {
  const { lhr } = await lighthouse(`${baseURL}${path}`, { port: DEBUG_PORT, logLevel: 'error', extraHeaders, output: 'json' })
  const scores = ['performance', 'accessibility', 'best-practices', 'seo'].map((id) => Math.round((lhr.categories[id]?.score ?? 0) * 100))
  const value = (id) => lhr.audits[id]?.numericValue ?? 0
  const lcp = value('largest-contentful-paint')
  const cls = value('cumulative-layout-shift')
  isGood &&= scores.every((score) => score >= LOWEST) && lcp < LCP_MS && cls === 0
  console.log(`${path.padEnd(40)}${scores.map((score) => String(score).padStart(6)).join('')}${lcp.toFixed(0).padStart(10)}${cls.toFixed(3).padStart(7)}${value('total-blocking-time').toFixed(0).padStart(7)}`)
  for (const finding of findings(lhr)) console.log(`    ${finding}`)
}

/** What costs points, by category. */
function findings({ categories, audits }) {
  return Object.values(categories).flatMap(({ title, auditRefs }) => auditRefs
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
    .map(({ id }) => `${title}: ${audits[id].title} ${audits[id].displayValue ?? ''}`))
}
