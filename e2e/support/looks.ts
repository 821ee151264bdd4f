import type { BrowserContext, Page } from '@playwright/test'

export const WIDE = { width: 1280, height: 800 }
export const PHONE = { width: 375, height: 700 }
/** 1280 pixels at 400 % (WCAG 2.2 SC 1.4.10). */
export const SMALLEST = { width: 320, height: 640 }

/** What sticks out at the side, unless the page does not scroll there. */
export async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    const wide = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right } = element.getBoundingClientRect()
      return right > width + 1 || left < -1
    })
    return wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 160))
  })
}

/** Boxes that hide a part of their own text, and controls whose text leaves them. */
export async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    for (const box of document.body.querySelectorAll<HTMLElement>('*')) {
      const style = getComputedStyle(box)
      const isControl = box.matches('button, .button, summary, select, label, th, .badge, nav a')
      const hides = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY)
      if (!(isControl || hides) || style.display === 'inline' || style.display === 'contents' || box.closest('.sr-only, svg') || !box.checkVisibility()) continue
      // The browser's own, which shortens names by itself.
      if (box.matches('input[type=file]')) continue
      // Hidden from eyes on purpose: the heads of tables whose rows became cards.
      if (box.clientWidth <= 1 && box.clientHeight <= 1) continue
      if (box.scrollWidth > box.clientWidth + 1 || (box.scrollHeight > box.clientHeight + 1 && !box.matches('select'))) {
        found.push(`${box.tagName.toLowerCase()}.${box.className} ${box.scrollWidth}>${box.clientWidth} ${box.scrollHeight}>${box.clientHeight} ${box.innerText.slice(0, 60)}`)
      }
    }
    return found.slice(0, 4)
  })
}

/** Steps with Tab to a field. */
export async function tabTo(page: Page, label: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true })
  for (let count = 0; count < 12; count++) {
    await page.keyboard.press('Tab')
    if (await field.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Twelve steps of Tab do not reach “${label}”.`)
}

/** What was chosen in the footer. */
export async function speak(context: BrowserContext, locale: string): Promise<void> {
  await context.addCookies([{ name: 'locale', value: locale, domain: 'localhost', path: '/' }])
}
