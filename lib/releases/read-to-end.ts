import type { Readable } from 'node:stream'
import { FILE_MAX_BYTES } from '#lib/numbers.ts'

const REST_MAX_BYTES = FILE_MAX_BYTES + 16 * 1024 * 1024
const REST_MAX_SECONDS = 60

/**
 * Lets the client of a refused upload finish sending, unheard, within bounds: most listen only then, and a proxy between that is
 * cut off while it sends answers 502 in the place of what was said. False when it did not finish.
 */
export function readToEnd(incoming: Readable): Promise<boolean> {
  if (incoming.readableEnded || incoming.destroyed) return Promise.resolve(incoming.readableEnded)
  return new Promise((resolve) => {
    let left = REST_MAX_BYTES
    const end = () => {
      clearTimeout(timer)
      incoming.off('data', count).off('end', end).off('close', end).off('error', end)
      resolve(incoming.readableEnded)
    }
    const count = (chunk: Uint8Array) => {
      left -= chunk.length
      if (left < 0) end()
    }
    const timer = setTimeout(end, REST_MAX_SECONDS * 1000)
    incoming.on('data', count).on('end', end).on('close', end).on('error', end).resume()
  })
}
