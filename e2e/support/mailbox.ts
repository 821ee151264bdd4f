import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ReceivedMail } from './post-office.ts'

const WAIT_SECONDS = 30

/** Somebody's letter box: what the SMTP server took in for an address. */
export class Mailbox {
  readonly address: string

  constructor(address: string) {
    this.address = address
  }

  /** All mails so far, oldest first. */
  all(): ReceivedMail[] {
    const folder = process.env.E2E_MAIL_FOLDER ?? ''
    return readdirSync(folder).filter((f) => f.endsWith('.json')).sort()
      .map((f): ReceivedMail => JSON.parse(readFileSync(join(folder, f), 'utf8')))
      .filter((mail) => mail.to.includes(this.address))
  }

  /** The newest mail whose subject fits, once it is there. */
  async mail(subject: RegExp): Promise<ReceivedMail> {
    const deadline = Date.now() + WAIT_SECONDS * 1000
    for (;;) {
      const found = this.all().findLast((mail) => subject.test(mail.subject))
      if (found) return found
      if (Date.now() > deadline) {
        throw new Error(`No mail ${subject} for ${this.address}; there are: ${this.all().map((m) => m.subject).join(' | ') || 'none'}`)
      }
      await new Promise((wake) => setTimeout(wake, 100))
    }
  }

  /** The newest link in a mail to this address whose path fits. */
  async link(path: RegExp): Promise<string> {
    const deadline = Date.now() + WAIT_SECONDS * 1000
    for (;;) {
      const links = this.all().flatMap((mail) => mail.text.match(/https?:\/\/\S+/g) ?? [])
      const found = links.findLast((link) => path.test(link))
      if (found) return found
      if (Date.now() > deadline) throw new Error(`No link ${path} for ${this.address}; there are: ${links.join(' ') || 'none'}`)
      await new Promise((wake) => setTimeout(wake, 100))
    }
  }
}
