// Room for languages that are longer than English: each sentence of a page, as the browser shows it, is made 40 % longer, with
// accents above and below and brackets at both ends. Nothing may stick out or be cut off, in either direction of writing.

import { expect, type Page } from '@playwright/test'
import { cutOff, overflow, PHONE, speak, WIDE } from './support/looks.ts'
import { test } from './support/own-network.ts'
import { HELP, managed, OWN, PUBLIC, publisher } from './support/pages.ts'

test.describe.configure({ timeout: 240_000 })

for (const locale of ['en', 'ar']) {
  test(`every page of an account has room for longer words (${locale})`, async ({ page, baseURL }) => {
    const { project } = await publisher(page, baseURL)
    await visitAll(page, locale, [...OWN, ...managed(project)])
  })
}

test('every public page has room for longer words', async ({ page, baseURL }) => {
  const { person, project } = await publisher(page, baseURL)
  await visitAll(page, 'en', [`/project/${project}/`, `/project/${project}/1.0/`, `/user/${person.username}/`])
  await person.signOut()
  await person.givePassword()
  await expect(page.getByLabel('Authentication code')).toBeVisible()
  await visitAll(page, 'en', ['/account/two-factor/', '/account/recovery-code/', ...PUBLIC])
})

test('the help has room for longer words', async ({ page }) => {
  await visitAll(page, 'en', HELP)
})

async function visitAll(page: Page, locale: string, paths: string[]): Promise<void> {
  await speak(page.context(), locale)
  for (const path of paths) {
    await page.setViewportSize(WIDE)
    await page.goto(path)
    await stretchText(page)
    for (const size of [WIDE, PHONE]) {
      await page.setViewportSize(size)
      expect.soft(await overflow(page), `${path} ${size.width}: sticks out`).toEqual([])
      expect.soft(await cutOff(page), `${path} ${size.width}: is cut off`).toEqual([])
    }
  }
  await speak(page.context(), 'en')
}

/** Rewrites what people read. Code, names and times stay: no language makes them longer. */
async function stretchText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const accents: Record<string, string> = { a: 'å', e: 'ẽ', i: 'ï', o: 'ǫ̈', u: 'ų̊', A: 'Å', E: 'Ẽ', I: 'Ï', O: 'Ǫ̈', U: 'Ų̊', n: 'ñ', s: 'š', c: 'ç' }
    const longer = (text: string) => {
      const said = text.trim()
      const words = said.split(/\s+/)
      let more = ''
      for (let place = 0; more.length < said.length * 0.4; place++) more += ` ${words[place % words.length]}`
      return `⟦${(said + more.slice(0, Math.ceil(said.length * 0.4))).replace(/[aeiouAEIOUnsc]/g, (letter) => accents[letter] ?? letter)}⟧`
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    while (walker.nextNode()) texts.push(walker.currentNode as Text)
    for (const node of texts) {
      const isOurs = /\p{L}{2}/u.test(node.data) && !node.parentElement?.closest('script, style, code, pre, kbd, samp, bdi, time, textarea, [dir=ltr]')
      if (isOurs) node.data = node.data.replace(/\S(?:[\s\S]*\S)?/, longer)
    }
    for (const input of document.querySelectorAll('input[placeholder]')) input.setAttribute('placeholder', longer(input.getAttribute('placeholder') ?? ''))
  })
}
