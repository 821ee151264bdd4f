// By hand: what do the archive readers say to real files?  node lib/testing/inspect-archives.ts dist/*.whl dist/*.tar.gz
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { inspectDistribution } from '#lib/protocol/distribution.ts'

let refused = 0
const paths = process.argv.slice(2)
for (const path of paths) {
  const problems = await inspect(path)
  if (problems.length > 0) refused++
  for (const { kind, detail } of problems) console.log(`${basename(path)}: ${kind}: ${detail}`)
}
console.log(`${paths.length} inspected, ${refused} refused`)

async function inspect(path: string) {
  await using file = await open(path)
  const { size } = await file.stat()
  const read = async (offset: number, length: number) => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset)
    return buffer.subarray(0, bytesRead)
  }
  const filename = basename(path)
  const filetype = filename.endsWith('.whl') ? 'bdist_wheel' : 'sdist'
  return (await inspectDistribution({ filename, filetype, bytes: { size, read } })).problems
}
