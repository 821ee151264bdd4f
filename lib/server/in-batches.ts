/**
 * Collects lines and writes them together when the event loop has answered who waits, and at the latest as the process ends:
 * the call of the system costs more than a line.
 */
export function inBatches(write: (text: string) => void): (line: string) => void {
  let waiting = ''
  const flush = () => {
    const text = waiting
    waiting = ''
    if (text !== '') write(text)
  }
  process.on('exit', flush)
  return (line) => {
    if (waiting === '') setImmediate(flush)
    waiting += `${line}\n`
  }
}
