// What each page costs a browser that comes for the first time: compressed bytes over the wire, by kind.
//
//   node bench/page-sizes.mjs
//
// Starts a site of its own (the production build) with a person and a project in it. E2E_PORT and CHROMIUM as for the journeys.

import { chromium } from '@playwright/test'
import { managed, OWN, PUBLIC, publisher } from '../e2e/support/pages.ts'
import startSite from '../e2e/support/site.ts'
import { weigh } from '../e2e/support/weigh.ts'

const KINDS = ['html', 'script', 'style', 'font', 'other']
const stopSite = (await startSite()) ?? (() => {})
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const baseURL = `http://localhost:${process.env.E2E_PORT ?? 3777}`
  const page = await (await browser.newContext({ baseURL })).newPage()
  const { project } = await publisher(page, baseURL)
  const own = new Map()
  for (const path of [...OWN, ...managed(project)]) own.set(path, await weigh(page, path))
  await page.context().clearCookies()
  const open = new Map()
  for (const path of [...PUBLIC, `/project/${project}/`]) open.set(path, await weigh(page, path))
  print('Without an account', open)
  print('With an account', own)
} finally {
  await browser.close()
  await stopSite()
}

function print(title, weights) {
  console.log(`\n${title.padEnd(44)}${KINDS.map((kind) => kind.padStart(9)).join('')}   kB`)
  for (const [path, weight] of weights) console.log(`${path.padEnd(44)}${KINDS.map((kind) => (weight[kind] / 1000).toFixed(1).padStart(9)).join('')}`)
}
