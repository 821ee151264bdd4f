import { AAGUID_NAMES } from '#lib/protocol/aaguid-names.ts'

/**
 * What a key calls its model, "YubiKey 5 Series with NFC", or null: unknown, or not told (all zeros, as U2F keys do).
 * Nobody vouches for it, since we ask for no attestation: good enough to tell one's keys apart, proof of nothing.
 */
export const modelName = (aaguid: string): string | null =>
  Object.hasOwn(AAGUID_NAMES, aaguid) ? (AAGUID_NAMES[aaguid] ?? null) : null
