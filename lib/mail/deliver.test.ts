import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { expect, test, vi } from 'vitest'
import '#lib/testing/setup.ts'

process.env.DATA_DIR = mkdtempSync(join(tmpdir(), 'wheelkeep-deliver-'))
const { environment } = await import('#lib/env.ts')
const { deliver, smtpOptions } = await import('./deliver.ts')

const now = new Date('2026-11-24T12:00:00Z')
const letter = { subject: 'Grüße, مرحبًا', text: 'Hello\n', html: '<p>Hello</p>' }

test('without a mail server a letter is a private file, whole, and its link is printed', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  await deliver('ada@example.org', letter, 'http://localhost:3000/x/?token=t', now)
  const folder = join(environment().dataDir, 'outbox')
  const [name, ...others] = readdirSync(folder)
  expect(others).toEqual([])
  expect(name).toMatch(/^2026-11-24T12-00-00-000Z-[0-9a-f]{12}\.eml$/)
  expect([folder, join(folder, name ?? '')].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600])
  const mail = await simpleParser(readFileSync(join(folder, name ?? '')))
  expect(mail.subject).toBe(letter.subject)
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
  expect(log.mock.calls.flat().join()).toContain('http://localhost:3000/x/?token=t')
  log.mockRestore()
})

test('an address with a comma or a line break reaches nobody else', async () => {
  const taken = await withServer({}, async (port) => {
    environment().smtpUrl = `smtp://127.0.0.1:${port}`
    await deliver('ada@example.org, eve@example.org', letter, null, now).catch(() => {})
    await deliver('ada@example.org>\r\nRCPT TO:<eve@example.org', letter, null, now).catch(() => {})
    await deliver('ada@example.org', letter, null, now)
  })
  expect(taken.flat()).not.toContain('eve@example.org')
  expect(taken).toContainEqual(['ada@example.org'])
})

test('in clear only on loopback: elsewhere TLS is a condition', () => {
  expect(smtpOptions('smtp://mail.example.org')).toMatchObject({ port: 587, secure: false, requireTLS: true, ignoreTLS: false })
  expect(smtpOptions('smtps://u:p%40ss@mail.example.org')).toMatchObject({ port: 465, secure: true, auth: { user: 'u', pass: 'p@ss' } })
  expect(smtpOptions('smtp://127.0.0.1:2525')).toMatchObject({ port: 2525, requireTLS: false })
  expect(smtpOptions('smtp://127.0.0.1.example.org')).toMatchObject({ requireTLS: true })
})

test('a server that offers no TLS gets no letter', async () => {
  const nodemailer = (await import('nodemailer')).default
  const taken = await withServer({ hideSTARTTLS: true }, async (port) => {
    const strict = nodemailer.createTransport({ ...smtpOptions('smtp://mail.example.org'), host: '127.0.0.1', port })
    await expect(strict.sendMail({ from: 'a@example.org', to: 'b@example.org', text: 'x' })).rejects.toThrow()
  })
  expect(taken).toEqual([])
})

/** A mail server for as long as `run` runs; answers the recipients of each letter it took. */
async function withServer(options: SMTPServerOptions, run: (port: number) => Promise<void>): Promise<string[][]> {
  const taken: string[][] = []
  const server = new SMTPServer({
    authOptional: true, disabledCommands: options.hideSTARTTLS ? [] : ['STARTTLS'], ...options,
    onData(stream, session, done) {
      stream.resume().on('end', () => {
        taken.push(session.envelope.rcptTo.map((r) => r.address))
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  try {
    await run((server.server.address() as AddressInfo).port)
  } finally {
    await new Promise<void>((closed) => server.close(() => closed()))
  }
  return taken
}
