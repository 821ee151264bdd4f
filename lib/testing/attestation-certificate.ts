import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

const der = (tag: number, ...content: Uint8Array[]): Buffer => {
  const body = Buffer.concat(content)
  const { length } = body
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...size), body])
}
const sequence = (...content: Uint8Array[]) => der(0x30, ...content)
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const utcTime = (text: string) => der(0x17, Buffer.from(text))

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'))
const NAME = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from('A software key')))))
const VALIDITY = sequence(utcTime('200101000000Z'), utcTime('491231235959Z'))

type Pair = { publicKey: KeyObject; privateKey: KeyObject }

/** A self-signed P-256 certificate, as U2F keys carry one for their whole batch. */
export function attestationCertificate(): { certificate: Buffer; privateKey: KeyObject } {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { certificate: certificateOf(pair), privateKey: pair.privateKey }
}

/** The certificate that Apple's anonymous attestation makes of each key, with what the key answered in it (WebAuthn L3 §8.8). */
export function appleCertificate(pair: Pair, nonce: Uint8Array): Buffer {
  const extension = sequence(oid('2a864886f763640802'), der(0x04, sequence(der(0xa1, der(0x04, nonce)))))
  return certificateOf(pair, der(0xa3, sequence(extension)))
}

function certificateOf({ publicKey, privateKey }: Pair, extensions: Uint8Array = Buffer.alloc(0)): Buffer {
  const version3 = der(0xa0, der(0x02, Buffer.of(2)))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const signed = sequence(version3, der(0x02, Buffer.of(1)), ECDSA_WITH_SHA256, NAME, VALIDITY, NAME, spki, extensions)
  const signature = der(0x03, Buffer.of(0), sign('sha256', signed, privateKey))
  return sequence(signed, ECDSA_WITH_SHA256, signature)
}
