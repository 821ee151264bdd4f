import { driver } from '#lib/db/client.ts'
import { shared } from '#lib/shared.ts'

const QUICK_MS = 50
const KEPT_SECONDS = 60

type Shelf<T> = { last: { driver: unknown; value: T; until: number } | null; reading: Promise<T> | null }

/**
 * A figure that is read by looking at everything, so that a large index is not counted for each visitor. Where reading it takes less
 * than 50 ms it is read each time; else it is kept in this process for a minute, and after that whoever asks starts the next reading
 * and is given the old figure until that ends. A reading that fails leaves the old one.
 */
export function kept<T>(name: string, read: () => Promise<T>): (now: Date) => Promise<T> {
  const shelf = shared<Shelf<T>>(`kept ${name}`, () => ({ last: null, reading: null }))

  async function readAnew(now: Date): Promise<T> {
    const [started, from] = [performance.now(), driver()]
    const value = await read()
    const isQuick = performance.now() - started < QUICK_MS
    shelf.last = isQuick ? null : { driver: from, value, until: now.getTime() + KEPT_SECONDS * 1000 }
    return value
  }

  return async (now) => {
    const last = shelf.last?.driver === driver() ? shelf.last : null
    if (last && last.until > now.getTime()) return last.value
    const reading = (shelf.reading ??= readAnew(now).finally(() => { shelf.reading = null }))
    if (!last) return reading
    reading.catch(() => {})
    return last.value
  }
}
