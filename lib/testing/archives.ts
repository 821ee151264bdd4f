// Archives for tests, byte by byte: wheels and source distributions that are right, and any that are wrong on purpose.
//
//   makeWheel, makeSdist   a distribution as a build tool makes it; give only what the test is about
//   makeZip, makeTarGz     the containers, with a knob for every field that can lie
import { createHash } from 'node:crypto'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { escapedName } from '#lib/protocol/filenames.ts'
import { normalizeVersion } from '#lib/protocol/versions.ts'

type Data = string | Uint8Array

/** One file to upload: its name, its bytes, and the METADATA or PKG-INFO in it. */
export type Distribution = { filename: string; bytes: Buffer; metadata: Buffer }

/** Core-metadata fields; a list stands for a field that is repeated. */
export type MetadataFields = Record<string, string | string[]>

type ProjectSpec = {
  name: string
  version: string
  /** Beside or instead of Metadata-Version, Name and Version. */
  fields?: MetadataFields
  description?: string
  /** The whole METADATA or PKG-INFO, for one that is wrong. */
  metadata?: Data
  /** Path → contents: in a wheel from its root, in a source distribution from its top folder. */
  files?: Record<string, Data>
}

export type WheelSpec = ProjectSpec & {
  /** Python, ABI and platform tag. */
  tag?: string
  build?: string
  entryPoints?: string
  /** Path → contents below `.dist-info/licenses/`. */
  licenses?: Record<string, Data>
  /** The whole RECORD, for one that is wrong; null leaves it out. */
  record?: string | null
  /** Last word on the members, RECORD among them. */
  members?: (members: ZipMember[]) => ZipMember[]
  zip?: ZipKnobs
}

export type SdistSpec = ProjectSpec & {
  members?: (members: TarMember[]) => TarMember[]
}

/** A wheel that every installer takes, unless told otherwise. */
export function makeWheel(spec: WheelSpec): Distribution {
  const stem = stemOf(spec)
  const info = `${stem}.dist-info`
  const tag = spec.tag ?? 'py3-none-any'
  const metadata = metadataOf(spec)
  const files: Record<string, Data> = {
    ...(spec.files ?? { [`${escapedName(spec.name)}/__init__.py`]: '' }),
    [`${info}/METADATA`]: metadata,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: wheelkeep\nRoot-Is-Purelib: true\nTag: ${tag}\n`,
    ...(spec.entryPoints !== undefined && { [`${info}/entry_points.txt`]: spec.entryPoints }),
    ...under(`${info}/licenses`, spec.licenses ?? {}),
  }
  const record = spec.record === undefined ? recordOf(files, `${info}/RECORD`) : spec.record
  const all = record === null ? files : { ...files, [`${info}/RECORD`]: record }
  const members = Object.entries(all).map(([name, data]) => ({ name, data }))
  const filename = `${stem}-${spec.build ? `${spec.build}-` : ''}${tag}.whl`
  return { filename, bytes: makeZip(spec.members?.(members) ?? members, spec.zip), metadata }
}

/** A source distribution that every build front end takes, unless told otherwise. */
export function makeSdist(spec: SdistSpec): Distribution {
  const stem = stemOf(spec)
  const metadata = metadataOf(spec)
  const files = { 'PKG-INFO': metadata, ...(spec.files ?? { 'pyproject.toml': '[build-system]\nrequires = []\n' }) }
  const members: TarMember[] = [
    { name: `${stem}/`, type: '5' },
    ...Object.entries(under(stem, files)).map(([name, data]) => ({ name, data })),
  ]
  return { filename: `${stem}.tar.gz`, bytes: makeTarGz(spec.members?.(members) ?? members), metadata }
}

/** The RECORD of these files; its own row, without hash, stands last. */
export function recordOf(files: Record<string, Data>, recordPath: string): string {
  const rows = Object.entries(files).map(([path, data]) => recordRow(path, data))
  return [...rows, `${recordPath},,`, ''].join('\n')
}

export function recordRow(path: string, data: Data, algorithm = 'sha256'): string {
  const bytes = Buffer.from(data)
  return `${path},${algorithm}=${createHash(algorithm).update(bytes).digest('base64url')},${bytes.length}`
}

// ── ZIP ─────────────────────────────────────────────────────────────────────

/** The fields of one header, local or central. */
export type ZipHeader = {
  name: Data
  flags: number
  method: number
  crc: number
  compressedSize: number
  size: number
  extra: Uint8Array
  /** Central only. */
  comment: string
  mode: number
  offset: number
}

export type ZipMember = {
  name: string
  data?: Data
  method?: 'stored' | 'deflated'
  mode?: number
  /** What stands behind the local header, instead of the compressed data. */
  packed?: Uint8Array
  /** Fields that lie: in the local header, in the central directory. */
  local?: Partial<ZipHeader>
  central?: Partial<ZipHeader>
  /** Bytes in front of the local header. */
  gap?: Uint8Array
  /** Left out of the central directory, or out of the archive but for it. */
  only?: 'local' | 'central'
}

export type ZipEnd = { entries: number; entriesHere: number; size: number; offset: number; comment: Data }

export type ZipKnobs = {
  before?: Data
  after?: Data
  /** Between the last member and the central directory; between that and the end record. */
  beforeDirectory?: Data
  beforeEnd?: Data
  end?: Partial<ZipEnd>
  /** Writes ZIP64's end record and locator, with these fields changed. */
  zip64?: Partial<ZipEnd & { sizeField: number; recordOffset: number; extension: Data }>
}

/** A ZIP file, as Python's zipfile writes it where nothing is said. */
export function makeZip(members: ZipMember[], knobs: ZipKnobs = {}): Buffer {
  const before = Buffer.from(knobs.before ?? '')
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const member of members) {
    const header = zipHeader(member, offset + (member.gap?.length ?? 0))
    const local = Buffer.concat([member.gap ?? Buffer.alloc(0), localHeader({ ...header, ...member.local }), packedOf(member)])
    if (member.only !== 'central') locals.push(local)
    if (member.only !== 'local') centrals.push(centralHeader({ ...header, ...member.central }))
    if (member.only !== 'central') offset += local.length
  }
  const front = Buffer.concat([...locals, Buffer.from(knobs.beforeDirectory ?? '')])
  const directory = Buffer.concat(centrals)
  const truth: ZipEnd = { entries: centrals.length, entriesHere: centrals.length, size: directory.length, offset: front.length, comment: '' }
  const zip64 = knobs.zip64 ? zip64End(truth, front.length + directory.length, knobs.zip64) : Buffer.alloc(0)
  const end = endRecord({ ...truth, ...knobs.end })
  return Buffer.concat([before, front, directory, Buffer.from(knobs.beforeEnd ?? ''), zip64, end, Buffer.from(knobs.after ?? '')])
}

/** One extra field of a ZIP header: an id, a length, the data. */
export const zipExtra = (id: number, data: Uint8Array): Buffer => Buffer.concat([uint(id, 2), uint(data.length, 2), data])

/** Little-endian numbers of any width, for extra fields. */
export function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(8)
  buffer.writeBigUInt64LE(BigInt(value))
  return buffer.subarray(0, bytes)
}

const FIRST_OF_1980 = uint(0x0021_0000, 4)
const UTF8_FLAG = 0x0800

function zipHeader(member: ZipMember, offset: number): ZipHeader {
  const data = Buffer.from(member.data ?? '')
  return {
    name: member.name,
    flags: Buffer.byteLength(member.name) === member.name.length ? 0 : UTF8_FLAG,
    method: isStored(member) ? 0 : 8,
    crc: crc32(data),
    compressedSize: packedOf(member).length,
    size: data.length,
    extra: Buffer.alloc(0),
    comment: '',
    mode: member.mode ?? (member.name.endsWith('/') ? 0o040755 : 0o100644),
    offset,
  }
}

const isStored = (member: ZipMember) => member.method === 'stored' || member.name.endsWith('/')

function packedOf(member: ZipMember): Uint8Array {
  const data = Buffer.from(member.data ?? '')
  return member.packed ?? (isStored(member) ? data : deflateRawSync(data))
}

function localHeader(header: ZipHeader): Buffer {
  const name = Buffer.from(header.name)
  return Buffer.concat([Buffer.from('PK\x03\x04'), ...sharedFields(header), uint(name.length, 2), uint(header.extra.length, 2), name, header.extra])
}

function centralHeader(header: ZipHeader): Buffer {
  const [name, comment] = [Buffer.from(header.name), Buffer.from(header.comment)]
  const lengths = [name.length, header.extra.length, comment.length].map((length) => uint(length, 2))
  const attributes = Buffer.concat([uint(0, 2), uint(0, 2), uint(0, 2), uint(header.mode, 2), uint(header.offset, 4)])
  const madeOnUnix = Buffer.from([20, 3])
  return Buffer.concat([Buffer.from('PK\x01\x02'), madeOnUnix, ...sharedFields(header), ...lengths, attributes, name, header.extra, comment])
}

function sharedFields({ flags, method, crc, compressedSize, size }: ZipHeader): Buffer[] {
  return [uint(20, 2), uint(flags, 2), uint(method, 2), FIRST_OF_1980, uint(crc, 4), uint(compressedSize, 4), uint(size, 4)]
}

function endRecord({ entries, entriesHere, size, offset, comment }: ZipEnd): Buffer {
  const text = Buffer.from(comment)
  const numbers = [uint(0, 4), uint(entriesHere, 2), uint(entries, 2), uint(size, 4), uint(offset, 4), uint(text.length, 2)]
  return Buffer.concat([Buffer.from('PK\x05\x06'), ...numbers, text])
}

function zip64End(truth: ZipEnd, at: number, lies: NonNullable<ZipKnobs['zip64']>): Buffer {
  const { entries, entriesHere, size, offset, sizeField, recordOffset } = { sizeField: 44, recordOffset: at, ...truth, ...lies }
  const numbers = [uint(sizeField, 8), uint(45, 2), uint(45, 2), uint(0, 8), ...[entriesHere, entries, size, offset].map((n) => uint(n, 8))]
  const record = Buffer.concat([Buffer.from('PK\x06\x06'), ...numbers, Buffer.from(lies.extension ?? '')])
  return Buffer.concat([record, Buffer.from('PK\x06\x07'), uint(0, 4), uint(recordOffset, 8), uint(1, 4)])
}

// ── tar ─────────────────────────────────────────────────────────────────────

export type TarMember = {
  name: string
  data?: Data
  /** The type flag: '0' file, '5' directory, '2' symbolic link, 'x' pax header, … */
  type?: string
  linkName?: string
  prefix?: string
  /** "ustar\0" + "00" by default; GNU writes "ustar  \0". */
  magic?: string
  /** Fields that lie. */
  size?: number | string
  checksum?: string
}

/** A tar archive; `end` instead of the two zero blocks. */
export function makeTar(members: TarMember[], end: Uint8Array = Buffer.alloc(1024)): Buffer {
  return Buffer.concat([...members.flatMap((member) => [tarHeader(member), padded(Buffer.from(member.data ?? ''))]), end])
}

/** The same, gzipped. */
export const makeTarGz = (members: TarMember[], end?: Uint8Array): Buffer => gzipSync(makeTar(members, end))

/** A pax header for the member behind it (or with type 'g' for all). */
export function paxHeader(records: Record<string, string>, type: 'x' | 'g' = 'x'): TarMember {
  return { name: 'PaxHeaders/0', type, data: Object.entries(records).map(([key, value]) => paxRecord(key, value)).join('') }
}

/** `"%d %s=%s\n"`, where the number counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`
  const bytes = Buffer.byteLength(rest)
  const length = bytes + String(bytes + String(bytes).length).length
  return `${length}${rest}`
}

function tarHeader(member: TarMember): Buffer {
  const block = Buffer.alloc(512)
  const size = member.size ?? Buffer.byteLength(Buffer.from(member.data ?? ''))
  block.write(member.name, 0, 100)
  block.write('0000644\0' + '0000000\0'.repeat(2), 100)
  block.write(typeof size === 'string' ? size : `${size.toString(8).padStart(11, '0')}\0`, 124, 12, 'latin1')
  block.write('00000000000\0', 136)
  block.write(' '.repeat(8), 148)
  block.write(member.type ?? '0', 156)
  block.write(member.linkName ?? '', 157, 100)
  block.write(member.magic ?? 'ustar\x0000', 257)
  block.write(member.prefix ?? '', 345, 155)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(member.checksum ?? `${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

const padded = (data: Buffer) => Buffer.concat([data, Buffer.alloc((512 - (data.length % 512)) % 512)])

// ── shared ──────────────────────────────────────────────────────────────────

const stemOf = ({ name, version }: ProjectSpec) => `${escapedName(name)}-${normalizeVersion(version) ?? version}`

const under = (folder: string, files: Record<string, Data>) =>
  Object.fromEntries(Object.entries(files).map(([path, data]) => [`${folder}/${path}`, data]))

function metadataOf({ name, version, fields, description, metadata }: ProjectSpec): Buffer {
  if (metadata !== undefined) return Buffer.from(metadata)
  const all: MetadataFields = { 'Metadata-Version': '2.4', Name: name, Version: version, ...fields }
  const lines = Object.entries(all).flatMap(([field, values]) => [values].flat().map((value) => `${field}: ${value}\n`))
  return Buffer.from(lines.join('') + (description === undefined ? '' : `\n${description}\n`))
}
