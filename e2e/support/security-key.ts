import type { CDPSession, Page } from '@playwright/test'

type Kind = 'usb' | 'u2f' | 'platform'

const KINDS = {
  /** A FIDO2 key on USB, touched whenever it asks. */
  usb: { protocol: 'ctap2', transport: 'usb' },
  /** An old key that only speaks U2F. */
  u2f: { protocol: 'u2f', transport: 'usb' },
  /** A phone or laptop that checks its user and keeps passkeys. */
  platform: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
} as const

/** A security key plugged into Chromium. */
export class SecurityKey {
  readonly #devtools: CDPSession
  readonly #id: string

  private constructor(devtools: CDPSession, id: string) {
    this.#devtools = devtools
    this.#id = id
  }

  static async plugInto(page: Page, kind: Kind = 'usb'): Promise<SecurityKey> {
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { automaticPresenceSimulation: true, ...KINDS[kind] },
    })
    return new SecurityKey(devtools, authenticatorId)
  }

  async unplug(): Promise<void> {
    await this.#devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.#id })
  }

  /** What the key holds. */
  async credentials() {
    return (await this.#devtools.send('WebAuthn.getCredentials', { authenticatorId: this.#id })).credentials
  }

  /** Nobody touches it any more. */
  async leaveAlone(): Promise<void> {
    await this.#devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: this.#id, enabled: false })
  }

  /** It is touched again whenever it asks. */
  async touchAgain(): Promise<void> {
    await this.#devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: this.#id, enabled: true })
  }
}
