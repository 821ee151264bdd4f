import type { Page } from '@playwright/test'

/** Bytes as they came over the wire, headers aside, by kind. */
export type Weight = { html: number; script: number; style: number; font: number; other: number }

const KINDS: Record<string, keyof Weight> = { document: 'html', script: 'script', stylesheet: 'style', font: 'font' }

/** What a page costs somebody who comes for the first time: everything it fetches until it is quiet, nothing from a cache. */
export async function weigh(page: Page, path: string): Promise<Weight> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
  const weight: Weight = { html: 0, script: 0, style: 0, font: 0, other: 0 }
  const kinds = new Map<string, keyof Weight>()
  devtools.on('Network.responseReceived', ({ requestId, type }) => { kinds.set(requestId, KINDS[type.toLowerCase()] ?? 'other') })
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { weight[kinds.get(requestId) ?? 'other'] += encodedDataLength })
  await page.goto(path, { waitUntil: 'networkidle' })
  await devtools.detach()
  return weight
}
