import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, base64url: for cookies, tickets and mailed links (ASVS 5.0 V11.5.1 asks for 128). */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What is stored in a secret's place. It has 256 bits of entropy, so a plain hash is enough (SP 800-63B-4 §3.1.2). */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')
