import { chromium } from '@playwright/test'
import { publisher } from './e2e/support/pages.ts'
import startSite from './e2e/support/site.ts'
const stop = (await startSite()) ?? (() => {})
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] })
try {
const baseURL = `http://localhost:${process.env.E2E_PORT}`
const context = await browser.newContext({ baseURL, viewport: { width: 1280, height: 900 } })
const page = await context.newPage()
const { project } = await publisher(page, baseURL)
let i = 0
for (const [width, scheme, locale] of [[1280, 'light', 'en'], [375, 'dark', 'de'], [375, 'light', 'ar']]) {
  await page.setViewportSize({ width, height: 800 }); await page.emulateMedia({ colorScheme: scheme })
  await context.addCookies([{ name: 'locale', value: locale, url: baseURL }])
  for (const p of process.argv.slice(2)) { await page.goto(p.replace('PROJECT', project)); await page.waitForTimeout(400); await page.screenshot({ path: `/tmp/shot-${i++}.png`, fullPage: true }) }
}
} finally { await browser.close(); await stop() }
process.exit(0)
