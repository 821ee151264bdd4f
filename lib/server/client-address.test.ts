import ipaddr from 'ipaddr.js'
import { expect, test } from 'vitest'
import { clientAddress } from '#lib/server/client-address.ts'

const proxies = [ipaddr.parseCIDR('10.0.0.0/8'), ipaddr.parseCIDR('fd00::/8')]

test.each([
  ['192.0.2.7', undefined, '192.0.2.7'],
  // A stranger may write what it likes: only its own address counts.
  ['192.0.2.7', '203.0.113.9', '192.0.2.7'],
  ['10.1.1.1', '203.0.113.9', '203.0.113.9'],
  // What the client wrote stands left of what our proxy saw.
  ['10.1.1.1', '127.0.0.1, 203.0.113.9', '203.0.113.9'],
  ['10.1.1.1', '198.51.100.1, 203.0.113.9, 10.2.2.2', '203.0.113.9'],
  ['10.1.1.1', '10.3.3.3', '10.3.3.3'],
  ['10.1.1.1', 'unknown', '10.1.1.1'],
  ['10.1.1.1', '203.0.113.9, _hidden', '10.1.1.1'],
  ['::ffff:10.1.1.1', '203.0.113.9:4711', '203.0.113.9'],
  ['::ffff:192.0.2.7', undefined, '192.0.2.7'],
  ['fd00::1', '[2001:db8::5]:443', '2001:db8::5'],
  [undefined, undefined, null],
])('from %s with X-Forwarded-For %s the client is %s', (peer, forwarded, client) => {
  expect(clientAddress(peer, forwarded, proxies)).toBe(client)
})

test('without proxies nobody is believed', () => {
  expect(clientAddress('10.1.1.1', '203.0.113.9', [])).toBe('10.1.1.1')
})
