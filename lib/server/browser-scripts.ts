// Our scripts for the browser (components/scripts), made when the server starts: types stripped, what belongs together in one
// file, named by what is in it, so that browsers keep it for good. They are few, and esbuild needs some hundredths of a second.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename, resolve } from 'node:path'
import { build, stop } from 'esbuild'
import { browserScripts } from '#lib/web/browser-scripts.ts'

const FOLDER = '/scripts/'
const root = resolve(import.meta.dirname, '../..')

/** Makes them and says where the first one is; one call after the other, because each ends esbuild's process. */
export function makeBrowserScripts(): Promise<void> {
  last = last.then(make, make)
  return last
}
let last = Promise.resolve()

async function make(): Promise<void> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root, entryPoints: ['components/scripts/main.ts'], outdir: 'scripts', entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]',
    bundle: true, splitting: true, format: 'esm', target: 'es2022', minify: true, write: false, metafile: true, logLevel: 'error',
  })
  // Its process would stay for as long as ours.
  await stop()
  const main = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === 'components/scripts/main.ts')
  browserScripts.files = new Map(outputFiles.map(({ path, contents }) => [addressOf(path), Buffer.from(contents)]))
  if (!main) throw new Error('esbuild made no script of components/scripts/main.ts')
  browserScripts.address = addressOf(main[0])
  browserScripts.parts = main[1].imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => addressOf(path))
}

const addressOf = (file: string): string => FOLDER + basename(file)

/** Answers a request for one of them; false when it is for something else. */
export function answerScript({ method, url = '' }: IncomingMessage, response: ServerResponse): boolean {
  if (!url.startsWith(FOLDER)) return false
  const file = method === 'GET' || method === 'HEAD' ? browserScripts.files.get(url) : undefined
  response.setHeader('Cache-Control', file ? 'public, max-age=31536000, immutable' : 'no-store')
  response.setHeader('Content-Type', file ? 'text/javascript; charset=utf-8' : 'text/plain; charset=utf-8')
  response.statusCode = file ? 200 : 404
  response.end(file ?? 'There is no such script.\n')
  return true
}
