// A page looked at by everybody: in both directions of writing, in light and dark, wide and on a phone.

import { AxeBuilder } from '@axe-core/playwright'
import { expect, type BrowserContext, type Page } from '@playwright/test'
import { overflow, PHONE, SMALLEST, WIDE } from './looks.ts'
import { listenForTrouble } from './trouble.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What a translation can break: a name that is missing, a title, a language, a heading without words, a target that grew small. */
const RULES_OF_WORDS = [
  'document-title', 'html-has-lang', 'html-lang-valid', 'valid-lang', 'empty-heading', 'heading-order', 'button-name', 'link-name', 'input-button-name', 'label', 'select-name', 'summary-name',
  'image-alt', 'role-img-alt', 'svg-img-alt', 'aria-command-name', 'aria-input-field-name', 'aria-toggle-field-name', 'aria-progressbar-name', 'link-in-text-block', 'target-size',
]

/** Four looks in which each language meets each light and each width, and each light each width. */
const LOOKS = [
  { locale: 'en', light: 'light', size: WIDE }, { locale: 'en', light: 'dark', size: PHONE },
  { locale: 'ar', light: 'dark', size: WIDE }, { locale: 'ar', light: 'light', size: PHONE },
] as const

/** Each page in each language once; its light and its width change under it. All that is wrong is told at the end. */
export async function visitAll(page: Page, paths: string[]): Promise<void> {
  const trouble = listenForTrouble(page)
  for (const locale of ['en', 'ar'] as const) {
    await speak(page.context(), locale)
    for (const path of paths) {
      await page.setViewportSize(WIDE)
      await page.goto(path)
      await expectPageOf(page, path, locale)
      for (const look of LOOKS.filter((one) => one.locale === locale)) {
        await page.emulateMedia({ colorScheme: look.light, reducedMotion: 'reduce' })
        await page.setViewportSize(look.size)
        await expectNoFindings(page, `${path} ${locale} ${look.light} ${look.size.width}`)
      }
      await page.setViewportSize(SMALLEST)
      expect.soft(await overflow(page), `${path} ${locale} scrolls sideways at 320 px`).toEqual([])
    }
  }
  await speak(page.context(), 'en')
  expect.soft(trouble()).toEqual([])
}

async function expectPageOf(page: Page, path: string, locale: 'en' | 'ar'): Promise<void> {
  const html = page.locator('html')
  await expect.soft(html, path).toHaveAttribute('lang', locale)
  await expect.soft(html, path).toHaveAttribute('dir', locale === 'ar' ? 'rtl' : 'ltr')
  await expect.soft(page.getByRole('heading', { level: 1 }), path).toHaveCount(1)
  await expect.soft(page.getByRole('main'), path).toHaveCount(1)
  await expect.soft(page.locator('a.skip'), path).toHaveAttribute('href', '#main')
  expect.soft(await page.title(), path).toMatch(/\S/)
}

/** By the rules of WCAG 2.2 AA. */
export async function expectNoFindings(page: Page, where: string): Promise<void> {
  await expectNone(page, where, (axe) => axe.withTags(RULES))
}

/** By the rules that the language of a page can break, which take a third of the time. */
export async function expectNoFindingsInWords(page: Page, where: string): Promise<void> {
  await expectNone(page, where, (axe) => axe.withRules(RULES_OF_WORDS))
}

async function expectNone(page: Page, where: string, ask: (axe: AxeBuilder) => AxeBuilder): Promise<void> {
  const { violations } = await ask(new AxeBuilder({ page }).setLegacyMode(true)).analyze()
  const told = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`))
  expect.soft(told, where).toEqual([])
}

async function speak(context: BrowserContext, locale: string): Promise<void> {
  await context.addCookies([{ name: 'locale', value: locale, domain: 'localhost', path: '/' }])
}
