// A request as Next sees it, for testing what reads headers and cookies: Next's own storages, no server.

import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'

Object.assign(globalThis, { AsyncLocalStorage: (globalThis as { AsyncLocalStorage?: unknown }).AsyncLocalStorage ?? AsyncLocalStorage })

type Storage = { run: <T>(store: unknown, run: () => T) => T }
type Inside = { run: <T>(run: () => Promise<T>) => Promise<T>; setCookies: () => string[] }

const load = createRequire(import.meta.url)

/** A request from this site's own page, unless the headers say otherwise. `jar` goes along and takes what is set, as a browser's would. */
export function requestWith(jar: Map<string, string>, headers: Record<string, string | null> = {}): Inside {
  const { workAsyncStorage } = load('next/dist/server/app-render/work-async-storage.external.js') as { workAsyncStorage: Storage }
  const { workUnitAsyncStorage } = load('next/dist/server/app-render/work-unit-async-storage.external.js') as { workUnitAsyncStorage: Storage }
  const { createRequestStoreForAPI } = load('next/dist/server/async-storage/request-store.js') as { createRequestStoreForAPI: (...all: unknown[]) => unknown }

  let sent: string[] = []
  const cookie = [...jar].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ')
  const all = { origin: 'http://localhost:3000', host: 'localhost:3000', 'user-agent': 'Firefox', 'x-wheelkeep-client': '192.0.2.1', ...(cookie && { cookie }), ...headers }
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
  const store = createRequestStoreForAPI({ headers: given }, new URL('http://localhost:3000/'), undefined, (set: string[]) => void (sent = set), undefined, undefined)
  return {
    run: (run) => workAsyncStorage.run({ route: '/' }, () => workUnitAsyncStorage.run(store, run)).finally(() => keep(jar, sent)),
    setCookies: () => sent,
  }
}

function keep(jar: Map<string, string>, sent: string[]): void {
  for (const line of sent) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '' || /max-age=0/i.test(line)) jar.delete(name)
    else jar.set(name, decodeURIComponent(value))
  }
}
