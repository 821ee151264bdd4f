// Extended headers of pax archives (POSIX.1-2024 pax, "pax Extended Header"): what they may change is little.
import { quotedName } from '#lib/protocol/archive-problems.ts'
import { utf8 } from '#lib/protocol/member-names.ts'

/** What the records say about the member that follows; `fault` is why they are refused, in words. */
export type PaxRecords = { path?: string; size?: string; fault?: string }

/**
 * Reads `"%d %s=%s\n"` records. Refused: links and sparse files, other charsets, one key twice, and in a global header
 * everything that would rename or resize the members behind it.
 */
export function readPaxRecords(body: Uint8Array, scope: 'next' | 'global'): PaxRecords {
  const records = splitRecords(body)
  if (!records) return { fault: 'has a malformed pax header' }
  const keys = records.map(([key]) => key)
  if (new Set(keys).size !== keys.length) return { fault: 'has a pax header that says one thing twice' }
  const refused = keys.find((key) => isRefused(key, scope))
  if (refused !== undefined) return { fault: refused.startsWith('GNU.sparse.') ? 'is sparse' : `has a pax record ${quotedName(refused)}` }
  const { path, size } = Object.fromEntries(records)
  return { ...(path !== undefined && { path }), ...(size !== undefined && { size }) }
}

function isRefused(key: string, scope: 'next' | 'global'): boolean {
  if (key === 'linkpath' || key === 'hdrcharset' || key.startsWith('GNU.sparse.')) return true
  return scope === 'global' && (key === 'path' || key === 'size')
}

function splitRecords(body: Uint8Array): [key: string, value: string][] | null {
  const records: [string, string][] = []
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at)
    const digits = space < 0 ? null : utf8(body.subarray(at, space))
    if (digits === null || !/^[1-9][0-9]{0,8}$/.test(digits)) return null
    const end = at + Number(digits)
    // The value may hold any byte (an extended attribute); only the keys and the two that count must be text.
    const equals = body.indexOf(0x3d, space + 1)
    if (end > body.length || body[end - 1] !== 0x0a || equals < 0 || equals >= end) return null
    const record = readRecord(body.subarray(space + 1, equals), body.subarray(equals + 1, end - 1))
    if (!record) return null
    records.push(record)
    at = end
  }
  return records
}

function readRecord(key: Uint8Array, value: Uint8Array): [string, string] | null {
  const name = utf8(key)
  if (name === null || name === '') return null
  if (name !== 'path' && name !== 'size') return [name, '']
  const text = utf8(value)
  return text === null ? null : [name, text]
}
