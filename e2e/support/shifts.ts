import type { Page } from '@playwright/test'

/** How far a page moves under its reader (Cumulative Layout Shift) when its fonts come only after it was painted. */
export async function shiftOfLateFonts(page: Page, path: string): Promise<number> {
  const fonts = Promise.withResolvers<void>()
  await page.route('**/*.woff2', async (route) => {
    await fonts.promise
    await route.continue()
  })
  await page.goto(path, { waitUntil: 'commit' })
  await page.evaluate(() => new Promise<void>((painted) => {
    new PerformanceObserver(() => painted()).observe({ type: 'largest-contentful-paint', buffered: true })
  }))
  fonts.resolve()
  const sum = await page.evaluate(async () => {
    let shift = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shift += (entry as PerformanceEntry & { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
    if (document.readyState !== 'complete') await new Promise((loaded) => addEventListener('load', loaded))
    await document.fonts.ready
    // A shift is told after the frame in which it happened.
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
    return shift
  })
  await page.unroute('**/*.woff2')
  return sum
}
