import type { Mutant } from './list.ts'

const pipeline = { file: 'lib/markup/pipeline.ts', tests: ['lib/markup/pipeline.test.ts'] }
const tame = { file: 'lib/markup/tame.ts', tests: ['lib/markup/pipeline.test.ts'] }
const readme = { file: 'lib/catalog/readme.ts', tests: ['lib/catalog/readme.test.ts'] }
const thread = { file: 'lib/markup/in-thread.ts', tests: ['lib/catalog/readme.test.ts'] }

/** Strangers' text (docs/security-bar/markup.md). */
export const markup: Mutant[] = [
  { ...pipeline, what: 'the sanitiser', find: '.use(rehypeSanitize, SCHEMA)', replace: '' },
  { ...pipeline, what: 'the sanitiser comes last', find: '.use(tame).use(rehypeSanitize, SCHEMA)', replace: '.use(rehypeSanitize, SCHEMA).use(tame)' },
  { ...pipeline, what: 'ids begin as ours never do', find: "clobber: ['id', 'name']", replace: 'clobber: []' },
  { ...pipeline, what: 'what is in a script goes with it', find: "strip: ['script', 'style', ", replace: 'strip: [' },
  { ...tame, what: 'no image is loaded', find: 'return image(element, within)', replace: 'return [element]' },
  { ...tame, what: 'links say that they are not ours', find: "if (target !== null && !target.startsWith('#')) properties.rel = REL", replace: '' },
  { ...tame, what: 'links lead to the web or to mail', find: "['http:', 'https:', other].includes(url.protocol) ? url.href : null", replace: 'url.href' },
  { ...tame, what: 'no path of ours', find: ' || !URL.canParse(address)) return null\n  const url = new URL(address)', replace: ") return null\n  const url = new URL(address, 'http://localhost')" },
  { ...tame, what: 'no bracket in an id', find: ".replace(/[^\\p{L}\\p{N}_.:-]+/gu, '-')", replace: '' },
  { ...tame, what: 'a cell spans no page', find: 'Math.min(SPAN_MAX, Number(value) || 1)', replace: 'Number(value) || 1' },
  { what: 'addresses of the web', file: 'lib/protocol/web-urls.ts', find: '  if (!/^https?:\\/\\/[A-Za-z0-9[]/i.test(text)) return false\n', replace: '', tests: ['lib/protocol/web-urls.test.ts'] },
  { what: 'no name in front of a host', file: 'lib/protocol/web-urls.ts', find: "return username === '' && password === ''", replace: 'return true', tests: ['lib/protocol/web-urls.test.ts'] },
  { ...readme, what: 'a document of so many bytes', find: "if (Buffer.byteLength(text) > README_MAX_BYTES) return { kind: 'text', text, failed: true }\n", replace: '' },
  { ...readme, what: 'what failed is shown as text', find: "return html === null ? { kind: 'text', text, failed: true } : { kind: 'html', html }", replace: "return { kind: 'html', html: (html ?? text) as SafeHtml }" },
  { ...readme, what: 'kept by renderer and text', find: '${RENDERER_VERSION}|${source.markup}|${source.text}', replace: '${source.text}' },
  { ...thread, what: 'so many seconds', find: "const timer = setTimeout(() => resolve(err('took-too-long')), mostMs)", replace: 'const timer = setTimeout(() => {}, mostMs)' },
]
