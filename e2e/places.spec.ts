// A site whose operator named a file of places: people read roughly where an address is, and that it is a guess.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Browser, type Page } from '@playwright/test'
import { mmdbOf } from '#lib/testing/mmdb.ts'
import { visitAll } from './support/look-over.ts'
import { speak } from './support/looks.ts'
import { newAddress, test } from './support/own-network.ts'
import { useOwnSite } from './support/own-site.ts'
import { Person } from './support/person.ts'

const MUNICH = '81.2.69.142'
const POLAND = '2a02:a300:0:0:0:0:0:7'

const site = useOwnSite('places', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'wheelkeep-places-')), 'cities.mmdb')
  const munich = { city: { names: { en: 'Munich', de: 'München' } }, country: { iso_code: 'DE' } }
  writeFileSync(file, mmdbOf({ '81.2.69.0/24': munich, '2a02:a300::/32': { country: { iso_code: 'PL' } }, '10.0.0.0/8': munich }, { type: 'DBIP-City-Lite' }))
  return { PLACES_DATABASE: file }
})

test('sessions, history and letters say roughly where an address is, in the language of the reader', async ({ browser }) => {
  const person = new Person(await comingFrom(browser, MUNICH), 'roam')
  const { page, mailbox } = person
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  expect((await mailbox.mail(/recovery codes/i)).text).toContain(`From: ${MUNICH}\nPlace: Munich, Germany (guessed from the address, may be far off)\n`)

  const traveller = person.at(await comingFrom(browser, POLAND))
  await traveller.signIn()
  expect((await mailbox.mail(/new browser/i)).text).toMatch(/^Place: Poland \(guessed/m)
  const inside = newAddress()
  const guest = person.at(await comingFrom(browser, inside))
  await guest.signIn()

  await page.goto('/manage/account/sessions/')
  for (const list of ['Sessions', 'Browsers']) {
    const rows = page.getByRole('table', { name: list, exact: true }).getByRole('row')
    await expect(rows.filter({ hasText: MUNICH })).toContainText('Munich, Germany')
    await expect(rows.filter({ hasText: '2a02:a300::7' })).toContainText('Poland')
    await expect(rows.filter({ hasText: inside }).getByRole('rowheader').locator('bdi')).toHaveCount(1)
  }
  await expect(page.getByText('Places are guesses')).toBeVisible()
  await expect(page.getByRole('link', { name: 'IP Geolocation by DB-IP' })).toHaveAttribute('href', 'https://db-ip.com/')
  await page.goto('/manage/account/history/')
  await expect(page.getByRole('row').filter({ hasText: MUNICH }).first()).toContainText('Munich, Germany')
  await expect(page.getByText('Places are guesses')).toBeVisible()

  await speak(page.context(), 'de')
  await page.goto('/manage/account/')
  await expect(page.locator('#sessions').getByRole('row').filter({ hasText: MUNICH })).toContainText('München, Deutschland')
  await expect(page.locator('#sessions')).toContainText('Orte sind geschätzt')
  await speak(page.context(), 'ar')
  await page.goto('/manage/account/sessions/')
  const arabic = page.getByText('\u2068Munich\u2069، \u2068ألمانيا\u2069').first()
  await expect(arabic).toHaveCSS('direction', 'rtl')
})

test('the lists with places are for everybody: both directions, light and dark, wide and on a phone', async ({ browser }) => {
  const person = new Person(await comingFrom(browser, MUNICH), 'seen')
  await person.register()
  await person.signIn()
  await visitAll(person.page, ['/manage/account/sessions/', '/manage/account/history/'])
})

/** A browser at an address, as the journey's proxy tells it. */
const comingFrom = (browser: Browser, address: string): Promise<Page> =>
  browser.newPage({ baseURL: site().address, extraHTTPHeaders: { 'x-forwarded-for': address } })
