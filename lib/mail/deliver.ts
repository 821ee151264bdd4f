// Where letters go: to the operator's mail server, over TLS or not at all, or, without one, into files of DATA_DIR/outbox.

import { randomBytes } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import nodemailer, { type Transporter } from 'nodemailer'
import { environment } from '#lib/env.ts'
import { shared } from '#lib/shared.ts'
import type { WrittenLetter } from './letters.ts'

const TIMEOUT_MS = 20_000

/** Sends a letter to one address. Throws when the mail server does not take it: the job is tried again. */
export async function deliver(to: string, { headers: own, ...letter }: WrittenLetter, link: string | null, now: Date): Promise<void> {
  const { smtpUrl, mailFrom } = environment()
  // The address as an object: no parser reads names, lists or comments into it. Headers are encoded by the library.
  const message = { from: mailFrom, to: { name: '', address: to }, date: now, disableFileAccess: true, disableUrlAccess: true, ...letter }
  const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', ...own }
  if (smtpUrl) await mailServer(smtpUrl).sendMail({ ...message, headers })
  else await putIntoOutbox(await rendered({ ...message, headers }), to, letter.subject, link, now)
}

/** How the mail server of a URL is spoken to. On loopback in clear; anywhere else TLS, checked, is a condition (not an offer). */
export function smtpOptions(smtpUrl: string) {
  const url = new URL(smtpUrl)
  const secure = url.protocol === 'smtps:'
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  const auth = url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : undefined
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || (secure ? 465 : 587)), secure, auth,
    requireTLS: !isLoopback, ignoreTLS: isLoopback && !secure, tls: { minVersion: 'TLSv1.2' as const },
    connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS,
  }
}

const servers = shared('mail servers', () => new Map<string, Transporter>())

function mailServer(smtpUrl: string): Transporter {
  const known = servers.get(smtpUrl)
  if (known) return known
  const server = nodemailer.createTransport(smtpOptions(smtpUrl))
  servers.set(smtpUrl, server)
  return server
}

async function rendered(message: Parameters<Transporter['sendMail']>[0]): Promise<Buffer> {
  const toBuffer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' })
  const { message: bytes } = await toBuffer.sendMail(message)
  if (!Buffer.isBuffer(bytes)) throw new Error('The letter was not rendered into memory.')
  return bytes
}

/** Whole or not at all: whoever watches the folder never reads half a letter. */
async function putIntoOutbox(bytes: Buffer, to: string, subject: string, link: string | null, now: Date): Promise<void> {
  const folder = join(environment().dataDir, 'outbox')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = `${now.toISOString().replace(/[:.]/g, '-')}-${randomBytes(6).toString('hex')}.eml`
  await writeFile(join(folder, `.${name}`), bytes, { mode: 0o600, flag: 'wx' })
  await rename(join(folder, `.${name}`), join(folder, name))
  console.log(`mail for ${to}: ${subject} (${join(folder, name)})${link ? `\n  ${link}` : ''}`)
}
