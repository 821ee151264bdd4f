import type { Context } from 'hono'
import * as origins from '#lib/origin.ts'

/** Where a request of a program came from. */
export const originOf = (c: Context): origins.Origin => origins.originOf((name) => c.req.header(name))
