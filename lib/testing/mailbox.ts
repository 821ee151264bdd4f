// Letters as their readers get them: the queue is worked on here and now, into the outbox of a folder of its own.

import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { environment } from '#lib/env.ts'
import { drain } from '#lib/jobs/jobs.ts'
import type { Letter } from '#lib/mail/mail.ts'
import { sendQueuedLetter } from '#lib/worker/mail.ts'

process.env.DATA_DIR ??= mkdtempSync(join(tmpdir(), 'wheelkeep-mail-'))

export type Received = { to: string; subject: string; text: string; html: string; link: string | null; token: string | null; headers: Map<string, unknown> }

/** Sends what is queued, as of `now`, and returns everything that ever came to an address, oldest first. */
export async function lettersTo(address: string, now = new Date()): Promise<Received[]> {
  const log = console.log
  console.log = () => {}
  for (let pass = 0; pass < 2; pass++) await drain('mail', (job) => sendQueuedLetter(job as Letter, now)) // a letter to all becomes several
  console.log = log
  return (await outbox()).filter((letter) => letter.to === address)
}

async function outbox(): Promise<Received[]> {
  const folder = join(environment().dataDir, 'outbox')
  const names = readdirSync(folder).filter((name) => name.endsWith('.eml')).sort()
  return Promise.all(names.map(async (name) => read(readFileSync(join(folder, name)))))
}

async function read(bytes: Buffer): Promise<Received> {
  const mail = await simpleParser(bytes)
  const to = mail.to && !Array.isArray(mail.to) ? (mail.to.value[0]?.address ?? '') : ''
  const link = /https?:\/\/\S+\?token=\S+/.exec(mail.text ?? '')?.[0] ?? null
  return { headers: mail.headers, to, subject: mail.subject ?? '', text: mail.text ?? '', html: mail.html || '', link, token: link && new URL(link).searchParams.get('token') }
}
