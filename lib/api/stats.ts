// GET /stats/ as JSON, in PyPI's shape. Who asks for HTML gets the page (`isMachinePath`).
import { Hono } from 'hono'
import { readStatisticsForPrograms } from '#lib/catalog/statistics.ts'
import { reading } from './reading.ts'
import { CORS } from './refusals.ts'

export const stats = new Hono()

for (const path of ['/stats', '/stats/']) reading(stats, path, async () => Response.json(await readStatisticsForPrograms(new Date()), { headers: HEADERS }))

const HEADERS = { ...CORS, 'Cache-Control': 'max-age=900, public', Vary: 'Accept' }
