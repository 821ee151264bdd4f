import { join } from 'node:path'
import { test } from './own-network.ts'
import { type Site, startOneSite } from './site.ts'

/** Each site that a group of journeys has to itself listens somewhere else. */
const PORTS = { 'strict-sign-in': 40, 'set-up': 41, 'set-up-plain': 42, operator: 43, places: 44 }

/**
 * Gives the journeys of this file or group a site of their own, for what can be done once per site or what an operator sets.
 * `env`: what the operator set, or what finds it out when the site is about to start.
 */
export function useOwnSite(name: keyof typeof PORTS, env: (port: string) => Promise<Record<string, string>> = async () => ({})): () => Site {
  const port = String(Number(process.env.E2E_PORT ?? 3777) + PORTS[name])
  const othersMail = process.env.E2E_MAIL_FOLDER
  let site: Site
  test.use({ baseURL: `http://localhost:${port}` })
  test.beforeAll('a site of its own starts', async () => {
    test.setTimeout(240_000)
    site = await startOneSite(port, await env(port))
    process.env.E2E_MAIL_FOLDER = join(site.folder, 'mail')
  })
  test.afterAll('its site stops', async () => {
    process.env.E2E_MAIL_FOLDER = othersMail
    await site.stop()
  })
  return () => site
}
