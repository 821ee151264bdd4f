/** What undoes one step of the start. */
export type Closing = () => unknown

/** Closes in reverse order of opening; one that fails does not keep the others open. Answers what failed. */
export async function closeInReverse(closing: Closing[]): Promise<unknown[]> {
  const failed: unknown[] = []
  for (let close = closing.pop(); close; close = closing.pop()) {
    try {
      await close()
    } catch (trouble) {
      failed.push(trouble)
    }
  }
  return failed
}

/** The first signal asks to stop, the second one insists. The starter's end (its channel to us closes) counts as a signal. */
export function onSignals(stop: () => void): void {
  let asked = false
  const heard = () => {
    if (asked) process.exit(1)
    asked = true
    stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heard)
  process.once('disconnect', () => asked || heard())
}
