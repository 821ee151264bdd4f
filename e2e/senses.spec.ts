// For eyes and hands of every kind: colours that the system forces, no motion, 400 % zoom, targets that can be hit, paper.

import { expect, type Page } from '@playwright/test'
import { cutOff, overflow, SMALLEST, WIDE } from './support/looks.ts'
import { test } from './support/own-network.ts'
import { managed, publisher } from './support/pages.ts'
import { Person } from './support/person.ts'

test.describe.configure({ timeout: 240_000 })

const MAIN = ['/', '/search/?q=sextant', '/help/', '/help/two-factor/', '/help/recover/', '/help/tokens/', '/manage/account/', '/manage/account/check-up/', '/manage/account/totp-provision/', '/manage/account/token/', '/manage/projects/']

test('in forced colours everything that acts keeps an edge, and the focus is seen', async ({ page, baseURL }) => {
  const { project } = await publisher(page, baseURL)
  await page.emulateMedia({ forcedColors: 'active' })
  for (const path of [...MAIN, `/project/${project}/`]) {
    await page.goto(path)
    expect.soft(await withoutEdge(page), `${path}: no edge`).toEqual([])
    expect.soft(await invisibleDrawings(page), `${path}: drawn in the colour of the page`).toEqual([])
    for (let step = 0; step < 8; step++) await page.keyboard.press('Tab')
    expect.soft(await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle), `${path}: focus`).toBe('solid')
  }
})

test('who wants less motion gets none', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const path of ['/', '/account/login/', '/account/register/']) {
    await page.goto(path)
    expect.soft(await page.evaluate(() => document.getAnimations().length), path).toBe(0)
    const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
      const { transitionDuration, animationName } = getComputedStyle(element)
      return !/^0s(?:, 0s)*$/.test(transitionDuration) || animationName !== 'none'
    }).length)
    expect.soft(moving, path).toBe(0)
  }
})

test('at 400 % nothing is lost, and every target can be hit', async ({ page, baseURL }) => {
  const { project } = await publisher(page, baseURL)
  for (const path of [...MAIN, `/project/${project}/`, ...managed(project)]) {
    await page.setViewportSize(WIDE)
    await page.goto(path)
    const words = await shownWords(page)
    expect.soft(await smallTargets(page), `${path} ${WIDE.width}: too small`).toEqual([])
    await page.setViewportSize(SMALLEST)
    expect.soft(await overflow(page), `${path}: scrolls sideways`).toEqual([])
    expect.soft(await smallTargets(page), `${path} ${SMALLEST.width}: too small`).toEqual([])
    const kept = await shownWords(page)
    expect.soft([...words].filter((word) => !kept.has(word)), `${path}: lost`).toEqual([])
  }
})

test('wider spacing between lines, words and letters cuts nothing off', async ({ page, baseURL }) => {
  const { project } = await publisher(page, baseURL)
  for (const path of [...MAIN, `/project/${project}/`, '/account/reauthenticate/']) {
    await page.goto(path)
    // WCAG 2.2 SC 1.4.12. The page's policy forbids a style element; a sheet made by script is the reader's own.
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }')
      document.adoptedStyleSheets = [sheet]
    })
    for (const size of [WIDE, SMALLEST]) {
      await page.setViewportSize(size)
      expect.soft(await overflow(page), `${path} ${size.width}: scrolls sideways`).toEqual([])
      expect.soft(await cutOff(page), `${path} ${size.width}: is cut off`).toEqual([])
    }
  }
})

test('recovery codes are printed alone: the codes, whose they are, and nothing to press', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await page.goto('/manage/account/recovery-codes/')
  await page.getByRole('button', { name: 'Generate recovery codes' }).click()
  const codes = page.getByRole('list', { name: 'Recovery codes' })
  await expect(codes.getByRole('listitem')).toHaveCount(10)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(codes).toBeVisible()
  await expect(page.getByRole('main')).toContainText(person.username)
  for (const button of await page.getByRole('button').all()) await expect(button).toBeHidden()
  await expect(page.getByRole('contentinfo')).toBeHidden()
  await expect(page.getByRole('banner').getByRole('search')).toBeHidden()
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light')
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(1000)
})

/** Buttons, fields and switches with neither border nor outline nor underline: only their ground told them apart. */
async function withoutEdge(page: Page): Promise<string[]> {
  return page.evaluate(() => [...document.querySelectorAll('button, .button, input, select, textarea')].filter((element) => {
    if (!element.checkVisibility() || element.matches('[type=hidden], .menu-choice')) return false
    const { borderTopStyle, borderTopWidth, textDecorationLine, appearance } = getComputedStyle(element)
    const hasEdge = borderTopStyle !== 'none' && parseFloat(borderTopWidth) > 0
    return !hasEdge && textDecorationLine === 'none' && appearance !== 'auto'
  }).map((element) => element.outerHTML.slice(0, 140)))
}

/** Marks, bars and icons that have the colour of what is behind them. */
async function invisibleDrawings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ground = getComputedStyle(document.body).backgroundColor
    return [...document.querySelectorAll('svg rect, svg path, .pips > i, .wall > i')].filter((shape) => {
      const { fill, stroke, backgroundColor } = getComputedStyle(shape)
      const inked = shape instanceof SVGElement ? [fill, stroke] : [backgroundColor, getComputedStyle(shape).borderTopColor]
      return shape.checkVisibility() && !shape.closest('.qr') && inked.every((colour) => colour === 'none' || colour === ground)
    }).map((shape) => shape.outerHTML.slice(0, 120))
  })
}

/** Targets under 24 by 24 pixels without room around them (WCAG 2.2 SC 2.5.8); links within a sentence may be small. */
async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // What a list has scrolled away stands over what follows the list, for whoever only measures.
    const isScrolledAway = (one: Element) => {
      const list = one.closest('.facets')?.getBoundingClientRect()
      const { top, bottom } = one.getBoundingClientRect()
      return list !== undefined && (top < list.top || bottom > list.bottom)
    }
    const targets = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((one) =>
      one.checkVisibility() && !one.matches('[type=hidden], .skip, .sr-only') && one.getBoundingClientRect().width > 0 && !isScrolledAway(one))
    // A click on a label counts as one on its box.
    const boxOf = (one: Element) => {
      const { left, top, right, bottom } = one.getBoundingClientRect()
      return { left, top, right, bottom, width: right - left, height: bottom - top, x: (left + right) / 2, y: (top + bottom) / 2 }
    }
    const boxes = targets.map((one) => ({ one, box: boxOf(one) }))
    return boxes.filter(({ one, box }) => {
      if (box.width >= 24 && box.height >= 24) return false
      const isInSentence = getComputedStyle(one).display === 'inline' && (one.parentElement?.textContent?.trim().length ?? 0) > (one.textContent?.trim().length ?? 0)
      if (isInSentence) return false
      // A circle of 24 pixels around its middle touches no other target.
      return boxes.some((other) => {
        if (other.one === one || other.one.contains(one) || one.contains(other.one)) return false
        const dx = Math.max(other.box.left - box.x, 0, box.x - other.box.right)
        const dy = Math.max(other.box.top - box.y, 0, box.y - other.box.bottom)
        return Math.hypot(dx, dy) < 12
      })
    }).map(({ one, box }) => `${one.outerHTML.slice(0, 110)} ${box.width.toFixed(0)}×${box.height.toFixed(0)}`)
  })
}

/** What is read, and what one opens to read: on a phone the menu at the side folds up. */
async function shownWords(page: Page): Promise<Set<string>> {
  await page.getByRole('main').evaluate((main) => { for (const folded of main.querySelectorAll('details')) folded.open = true })
  const text = await page.getByRole('main').innerText()
  return new Set(text.match(/\p{L}{3,}/gu) ?? [])
}
