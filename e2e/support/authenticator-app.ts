import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { generateSync } from 'otplib'

const STEP_SECONDS = 30

/** The app on somebody's phone. Independent of the product where it can be: zbarimg reads the picture, oathtool counts. */
export class AuthenticatorApp {
  readonly secret: string
  #lastStep = 0

  constructor(secret: string) {
    this.secret = secret.replace(/[\s-]/g, '')
  }

  /** Points the camera at the page. */
  static async scan(picture: Locator): Promise<AuthenticatorApp> {
    const file = join(mkdtempSync(join(tmpdir(), 'wheelkeep-qr-')), 'qr.png')
    await picture.screenshot({ path: file })
    const uri = execFileSync('zbarimg', ['--raw', '-q', file], { encoding: 'utf8' }).trim()
    return AuthenticatorApp.fromUri(uri)
  }

  static fromUri(uri: string): AuthenticatorApp {
    const secret = new URL(uri).searchParams.get('secret')
    if (!secret) throw new Error(`No secret in ${uri}`)
    return new AuthenticatorApp(secret)
  }

  /**
   * The next code that was not given out yet. The server allows one step of drift, so the code of the coming step
   * is good at once, and no test waits half a minute.
   */
  code(): string {
    const now = Math.floor(Date.now() / 1000 / STEP_SECONDS)
    this.#lastStep = Math.max(now, this.#lastStep + 1)
    return this.codeOfStep(this.#lastStep)
  }

  /** The code given out last: spent by now. */
  lastCode(): string {
    return this.codeOfStep(this.#lastStep)
  }

  codeOfStep(step: number): string {
    const seconds = step * STEP_SECONDS
    if (hasOathtool) {
      return execFileSync('oathtool', ['--totp', '-b', '--now', `@${seconds}`, this.secret], { encoding: 'utf8' }).trim()
    }
    return generateSync({ secret: this.secret, epoch: seconds })
  }
}

export const hasOathtool = installed('oathtool')
export const hasZbarimg = installed('zbarimg')

function installed(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
