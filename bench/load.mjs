// A load generator that costs little itself: sockets that stay open, on each the same request again as soon as its answer is
// whole. It reads no more of an answer than where it ends, so that what is measured is the server.

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'

/** Asks `url` from so many connections for so many seconds. Answers requests per second; throws at anything but 200. */
export async function load(url, headers, { connections = 32, seconds = 2 } = {}) {
  const { hostname, port, host, pathname, search } = new URL(url)
  const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  const request = Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`)
  const run = { answers: 0, until: performance.now() + seconds * 1000 }
  const start = performance.now()
  await Promise.all(Array.from({ length: connections }, () => askAgainAndAgain({ host: hostname, port: Number(port) }, request, run)))
  return (run.answers / (performance.now() - start)) * 1000
}

async function askAgainAndAgain(address, request, run) {
  const socket = connect(address)
  socket.setNoDelay(true)
  await once(socket, 'connect')
  let head = ''
  let left = -1 // bytes of the body still to come; below 0 while the head is being read
  await new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('The server closed a connection.')))
    socket.on('data', (data) => {
      if (left < 0) {
        head += data.toString('latin1')
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return
        left = bodyBytes(head.slice(0, end + 2)) - (head.length - end - 4)
      } else left -= data.length
      if (left > 0) return
      head = ''
      left = -1
      run.answers++
      if (performance.now() < run.until) return void socket.write(request)
      socket.removeAllListeners('close')
      socket.end(resolve)
    })
    socket.write(request)
  })
}

function bodyBytes(head) {
  if (!head.startsWith('HTTP/1.1 200 ')) throw new Error(`Not 200: ${head.split('\r\n', 1)[0]}`)
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(head)
  if (!length) throw new Error('An answer without Content-Length.')
  return Number(length[1])
}

/** Seconds of processor time that a process has used, its threads among them (Linux). */
export function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
