const WAIT_MS = 10

/** Collects lines and writes them together, after ten milliseconds and as the process ends: the call of the system costs more than a line. */
export function inBatches(write: (text: string) => void): (line: string) => void {
  let waiting = ''
  const flush = () => {
    const text = waiting
    waiting = ''
    if (text !== '') write(text)
  }
  process.on('exit', flush)
  return (line) => {
    if (waiting === '') setTimeout(flush, WAIT_MS)
    waiting += `${line}\n`
  }
}
