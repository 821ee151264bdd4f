import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export type ReceivedMail = { to: string[]; subject: string; text: string; html: string }

/** A real SMTP server on loopback that keeps each mail as a file, whole or not at all. */
export async function startPostOffice(folder: string): Promise<{ url: string; close: () => Promise<void> }> {
  mkdirSync(folder, { recursive: true })
  let count = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        const received: ReceivedMail = {
          to: session.envelope.rcptTo.map((r) => r.address),
          subject: mail.subject ?? '',
          text: mail.text ?? '',
          html: mail.html || '',
        }
        const name = join(folder, `${String(++count).padStart(6, '0')}.json`)
        writeFileSync(`${name}.part`, JSON.stringify(received))
        renameSync(`${name}.part`, name)
        done()
      }, done)
    },
  })
  await new Promise<void>((ready) => { server.listen(0, '127.0.0.1', ready) })
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('The SMTP server has no port.')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    close: () => new Promise((closed) => { server.close(() => closed()) }),
  }
}
