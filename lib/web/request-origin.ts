import { headers } from 'next/headers'
import { type Origin, originOf } from '#lib/origin.ts'

/** Where this request came from, for limits, letters and the record. */
export async function requestOrigin(): Promise<Origin> {
  const sent = await headers()
  return originOf((name) => sent.get(name))
}
