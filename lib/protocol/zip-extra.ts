// Extra fields of ZIP headers (APPNOTE.TXT 4.5): the two that can change what a reader sees.
import { fieldsOf } from '#lib/protocol/archive-bytes.ts'
import { utf8 } from '#lib/protocol/member-names.ts'

export type ExtraField = { id: number; data: Uint8Array }

/** The three numbers of a header that ZIP64 can move into an extra field. A local header has no offset: give 0. */
export type Extents = { size: number; compressedSize: number; offset: number }

const ZIP64 = 0x0001
const UNICODE_PATH = 0x7075
const ALL_ONES = 0xffff_ffff

/** The fields in order, or null where a length points past the end or one that changes the reading comes twice. */
export function readExtraFields(extra: Uint8Array): ExtraField[] | null {
  const fields: ExtraField[] = []
  for (let at = 0; at < extra.length; ) {
    if (at + 4 > extra.length) return null
    const { uint16 } = fieldsOf(extra.subarray(at, at + 4))
    const next = at + 4 + uint16(2)
    if (next > extra.length) return null
    fields.push({ id: uint16(0), data: extra.subarray(at + 4, next) })
    at = next
  }
  const decisive = fields.map(({ id }) => id).filter((id) => id === ZIP64 || id === UNICODE_PATH)
  return new Set(decisive).size === decisive.length ? fields : null
}

/**
 * The extents with ZIP64's numbers put in. APPNOTE 4.5.3: eight bytes for each field that is all ones, in this order,
 * and nothing else; null for any other shape, because readers differ on what it means.
 */
export function withZip64(extents: Extents, fields: ExtraField[]): Extents | null {
  const moved = (['size', 'compressedSize', 'offset'] as const).filter((key) => extents[key] === ALL_ONES)
  const field = fields.find(({ id }) => id === ZIP64)
  if (!field) return moved.length === 0 ? extents : null
  if (moved.length === 0) return repeatsSizes(extents, field) ? extents : null
  if (field.data.length !== 8 * moved.length) return null
  const { uint64 } = fieldsOf(field.data)
  return moved.reduce((known, key, index) => ({ ...known, [key]: uint64(8 * index) }), extents)
}

/** Python's zipfile under `force_zip64` (so Bazel's wheels) says the sizes twice; that is harmless where they are equal. */
function repeatsSizes({ size, compressedSize }: Extents, { data }: ExtraField): boolean {
  const { uint64 } = fieldsOf(data)
  return data.length === 16 && uint64(0) === size && uint64(8) === compressedSize
}

/** Info-ZIP's second name (0x7075, APPNOTE 4.6.9): true only where it is there and differs from the header's. */
export function renames(name: string, fields: ExtraField[]): boolean {
  const field = fields.find(({ id }) => id === UNICODE_PATH)
  return field !== undefined && utf8(field.data.subarray(5)) !== name
}
