import { shared } from '#lib/shared.ts'

type Scripts = { /** Of the one that each page asks for. */ address: string; /** Of what that one is made with: fetched beside it. */ parts: string[]; files: Map<string, Buffer> }

/** What lib/server/browser-scripts.ts made, for the layout that names it: it runs in Next's bundle. */
export const browserScripts = shared('browser-scripts', (): Scripts => ({ address: '', parts: [], files: new Map() }))
