// Pages stand still while they load: the letters that stand in for ours until those have come are as wide as they are.

import { randomBytes } from 'node:crypto'
import { expect } from '@playwright/test'
import { PHONE, speak, WIDE } from './support/looks.ts'
import { test } from './support/own-network.ts'
import { publisher } from './support/pages.ts'
import { shiftOfLateFonts } from './support/shifts.ts'
import { upload } from './support/upload.ts'

test.describe.configure({ timeout: 180_000 })

/** A tenth is "good" (web.dev/cls). Arabic and Hebrew have nothing of the right width to stand in on every system. */
const MOST = 0.1

test('nothing moves when the fonts come late', async ({ page, context, baseURL }) => {
  const { person } = await publisher(page, baseURL)
  // A name that fits in a line with room to spare: one that just fits may need two until our letters have come.
  const project = `oar-${randomBytes(2).toString('hex')}`
  expect((await upload(baseURL ?? '', await person.makeToken('fonts'), project)).status).toBe(200)
  for (const viewport of [PHONE, WIDE]) {
    await page.setViewportSize(viewport)
    for (const locale of ['en', 'uk', 'ar']) {
      await speak(context, locale)
      for (const path of ['/', '/help/', `/project/${project}/`, '/manage/account/', '/manage/account/totp-provision/', '/account/reauthenticate/']) {
        expect.soft(await shiftOfLateFonts(page, path), `${locale} ${path} ${viewport.width}`).toBeLessThan(MOST)
      }
    }
  }
})

test('the fonts of the language are asked for at once, each of them is used, and no other is', async ({ page, context }) => {
  for (const [locale, family] of [['en', 'Plex Sans Variable'], ['uk', 'Plex Sans Variable'], ['ar', 'Plex Sans Arabic'], ['he', 'Plex Sans Hebrew']] as const) {
    await speak(context, locale)
    const answer = await page.goto('/help/', { waitUntil: 'networkidle' })
    const preloaded = [...(answer?.headers().link ?? '').matchAll(/<([^>]+\.woff2)>; rel=preload; as="font"/g)].map(([, path = '']) => new URL(path, page.url()).href)
    const fetched = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.endsWith('.woff2')))
    expect(preloaded.length, locale).toBeGreaterThan(0)
    // One fetch each: the address in the header is the one in the styles.
    for (const font of preloaded) expect(fetched.filter((name) => name === font), `${locale} ${font}`).toHaveLength(1)
    const loaded = await page.evaluate(() => [...document.fonts].filter(({ status }) => status === 'loaded').map((face) => face.family))
    expect(loaded.some((name) => name.includes(family)), `${locale}: ${loaded.join()}`).toBe(true)
  }
})
