import type { Page } from '@playwright/test'

/** What should never happen on any page: errors in the console, broken policies, scripts that throw, answers of 500. Ask for it at the end. */
export function listenForTrouble(page: Page): () => string[] {
  const trouble: string[] = []
  page.on('console', (message) => { if (message.type() === 'error' && !isExpected(message.text())) trouble.push(`${page.url().slice(0, 100)}: ${message.text()}`) })
  page.on('pageerror', (error) => trouble.push(`${page.url().slice(0, 100)}: ${error.message}`))
  page.on('response', (response) => { if (response.status() >= 500) trouble.push(`${response.status()} ${response.url().slice(0, 100)}`) })
  return () => trouble.splice(0)
}

/** Chromium reports a page that is not there, or an address that is too long, as an error of its own. */
const isExpected = (text: string) => /Failed to load resource: the server responded with a status of (?:404|413)/.test(text)
