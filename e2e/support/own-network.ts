import { randomBytes } from 'node:crypto'
import { test as base } from '@playwright/test'

/**
 * A test whose browsers are in a network of their own, as the journey's proxy tells: the limits per network count for it alone,
 * however many journeys run.
 */
export const test = base.extend<{ site: string }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs
  extraHTTPHeaders: async ({}, use) => { await use({ 'x-forwarded-for': newAddress() }) },
  /** Where the site is, without a slash at the end. */
  site: async ({ baseURL }, use) => { await use(baseURL ?? '') },
})

/** An address nobody else has. */
export const newAddress = (): string => `10.${[...randomBytes(3)].join('.')}`
