// How much memory four uploads of 100 MB at once cost a running server.
//
//   node bench/uploads.mjs <origin> <token or cookies> <pid of the server> [uploads at once]
//
// With a token (pypi-…) as programs upload, to /legacy/; with the cookies of somebody who has just signed in as the upload page
// sends files.
// Each body is a wheel that is judged like any other; all share one payload. It makes new projects (bench-…), so give it a
// token of a test instance. Prints the memory (RSS) of the server at rest and at its peak, and the time.

import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { crc32 } from 'node:zlib'

const [origin, credential, pid, atOnce = '4'] = process.argv.slice(2)
if (!origin || !credential || !pid) {
  console.error('usage: node bench/uploads.mjs <origin> <token or cookies> <pid of the server> [uploads at once]')
  process.exit(2)
}

const BYTES = 100_000_000
const isToken = credential.startsWith('pypi-')
const to = isToken
  ? { path: '/legacy/', headers: { authorization: `Basic ${Buffer.from(`__token__:${credential}`).toString('base64')}` } }
  : { path: '/manage/projects/upload/send/', headers: { cookie: credential, origin, accept: 'application/json' } }
const rss = () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
const payload = randomBytes(BYTES) // stored, not compressed: one member of a wheel
const payloadCrc = crc32(payload)
const payloadHash = createHash('sha256').update(payload).digest('base64url')

const atRest = rss()
let peak = atRest
const watch = setInterval(() => { peak = Math.max(peak, rss()) }, 10)
const started = performance.now()
const answers = await Promise.all(Array.from({ length: Number(atOnce) }, (_, n) => upload(`bench-${randomBytes(4).toString('hex')}-${n}`)))
const seconds = (performance.now() - started) / 1000
clearInterval(watch)

console.log(answers.map(({ status, reason }) => `${status} ${reason}`).join('\n'))
console.log(`${atOnce} uploads of ${BYTES / 1e6} MB at once: ${seconds.toFixed(1)} s; memory ${atRest.toFixed(0)} MB at rest, ${peak.toFixed(0)} MB at peak, ${(peak - atRest).toFixed(0)} MB more`)
process.exit(answers.every(({ status }) => status === 200) ? 0 : 1)

async function upload(name) {
  const wheel = wheelOf(name)
  const sha256 = createHash('sha256')
  for (const piece of wheel.pieces) sha256.update(piece)
  const fields = {
    ':action': 'file_upload', protocol_version: '1', metadata_version: '2.1', name, version: '1.0', filetype: 'bdist_wheel', pyversion: 'py3',
    sha256_digest: sha256.digest('hex'),
  }
  const boundary = 'wheelkeep-bench'
  const texts = Object.entries(fields).map(([field, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`)
  const head = `${texts.join('')}--${boundary}\r\nContent-Disposition: form-data; name="content"; filename="${wheel.filename}"\r\nContent-Type: application/octet-stream\r\n\r\n`
  return post([Buffer.from(head), ...wheel.pieces, Buffer.from(`\r\n--${boundary}--\r\n`)], `multipart/form-data; boundary=${boundary}`)
}

function post(pieces, contentType) {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const ask = origin.startsWith('https:') ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const asked = ask(`${origin}${to.path}`, { method: 'POST', headers: { ...to.headers, 'content-type': contentType, 'content-length': length } })
    asked.on('response', async (answer) => resolve({ status: answer.statusCode, reason: isToken ? answer.statusMessage : (await answer.toArray()).join('') }))
    asked.on('error', reject)
    for (const piece of pieces) asked.write(piece)
    asked.end()
  })
}

/** A wheel whose members are stored as they are. The large one differs in its name only, so its bytes are shared. */
function wheelOf(name) {
  const stem = `${name.replaceAll('-', '_')}-1.0`
  const info = `${stem}.dist-info`
  const files = [
    [`${info}/METADATA`, Buffer.from(`Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`)],
    [`${info}/WHEEL`, Buffer.from('Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n')],
  ]
  const rows = files.map(([path, data]) => `${path},sha256=${createHash('sha256').update(data).digest('base64url')},${data.length}`)
  const record = [`${stem}.bin,sha256=${payloadHash},${BYTES}`, ...rows, `${info}/RECORD,,`, ''].join('\n')
  const members = [[`${stem}.bin`, payload], ...files, [`${info}/RECORD`, Buffer.from(record)]]

  const pieces = []
  const directory = []
  let offset = 0
  for (const [path, data] of members) {
    const common = Buffer.concat([u16(20), u16(0), u16(0), u32(0x00210000), u32(data === payload ? payloadCrc : crc32(data)), u32(data.length), u32(data.length), u16(path.length), u16(0)])
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(path)])
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), common, u16(0), u16(0), u16(0), u32(0o100644 * 65536), u32(offset), Buffer.from(path)]))
    pieces.push(local, data)
    offset += local.length + data.length
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0)
  const end = Buffer.concat([Buffer.from('PK\x05\x06'), u16(0), u16(0), u16(members.length), u16(members.length), u32(size), u32(offset), u16(0)])
  return { filename: `${stem}-py3-none-any.whl`, pieces: [...pieces, ...directory, end] }
}

function u16(value) {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function u32(value) {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}
