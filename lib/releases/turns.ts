import { UPLOADS_AT_ONCE_PER_USER } from '#lib/numbers.ts'
import { shared } from '#lib/shared.ts'

type Line = { running: number; waiting: (() => void)[] }
const lines = shared('upload-turns', () => new Map<string, Line>())

/** Runs `work` when fewer than eight of this user's uploads are running: one person cannot take every place, by program and by browser together. */
export async function inTurn<T>(userId: string, work: () => Promise<T>): Promise<T> {
  const line = lines.get(userId) ?? { running: 0, waiting: [] }
  lines.set(userId, line)
  if (line.running === UPLOADS_AT_ONCE_PER_USER) await new Promise<void>((resolve) => line.waiting.push(resolve))
  else line.running++
  try {
    return await work()
  } finally {
    const next = line.waiting.shift()
    if (next) next() // takes over this place
    else if (--line.running === 0) lines.delete(userId)
  }
}
