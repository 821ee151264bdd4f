import { expect, test } from 'vitest'
import { type Level, openLog } from '#lib/server/log.ts'

function logInto(readable: boolean, level: Level = 'info') {
  const lines: string[] = []
  return { lines, log: openLog({ level, readable, write: (line) => lines.push(line), now: () => new Date('2026-11-24T12:00:00Z') }) }
}

test('a line is one JSON object, whatever a client put into the path', () => {
  const { lines, log } = logInto(false)
  log.info('request', { path: '/a\n{"level":"error"}\u001b[31m\u202etxt.\u2028\u0085', status: 404 })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^[\x20-\x7e]+$/)
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    time: '2026-11-24T12:00:00.000Z', level: 'info', message: 'request', path: '/a\n{"level":"error"}\u001b[31m\u202etxt.\u2028\u0085', status: 404,
  })
})

test('what people read carries no control characters but line breaks', () => {
  const { lines, log } = logInto(true)
  log.warn('slow', { path: '/\u001b[31mred\u202e' })
  expect(lines[0]).toMatch(/ warn: slow \/·\[31mred·$/)
})

test('lines below the level are dropped, what the operator must see is not', () => {
  const { lines, log } = logInto(false, 'error')
  log.info('request')
  log.warn('careful')
  log.announce('Wheelkeep is ready')
  log.error('trouble')
  expect(lines.map((line) => JSON.parse(line).message)).toEqual(['Wheelkeep is ready', 'trouble'])
})
