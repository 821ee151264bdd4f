import { format } from 'node:util'
import { withoutValues } from '#lib/db/without-values.ts'

// One line per event. JSON in production (ASVS 5.0 V16.4.1: nothing a client sends may forge or colour a line), words for
// people in development and on a terminal.

const LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type Level = (typeof LEVELS)[number]
export type Fields = Record<string, string | number | boolean | null>
export type Log = Record<Level, (message: string, fields?: Fields) => void> & { announce: (message: string) => void }

type Options = { level: Level; readable: boolean; write: (line: string) => void; now: () => Date }

const TEXT_MAX_CHARS = 4000

/** A log that drops what is below `level`; `announce` is for what the operator must see, whatever the level. */
export function openLog({ level, readable, write, now }: Options): Log {
  const line = readable ? readableLine : jsonLine
  const at = (of: Level) => (message: string, fields: Fields = {}) => {
    if (LEVELS.indexOf(of) >= LEVELS.indexOf(level)) write(line(now(), of, message, fields))
  }
  const announce = (message: string) => write(readable ? message : jsonLine(now(), 'info', message, {}))
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), announce }
}

/** What libraries print (Next.js its errors, with stacks of many lines) becomes lines of the log, too. */
export function captureConsole(log: Log): void {
  const said = (words: unknown[]) => format(...words.map(withoutValues))
  console.debug = (...words: unknown[]) => log.debug(said(words))
  console.log = console.info = (...words: unknown[]) => log.info(said(words))
  console.warn = (...words: unknown[]) => log.warn(said(words))
  console.error = (...words: unknown[]) => log.error(said(words))
}

const jsonLine = (now: Date, level: Level, message: string, fields: Fields) =>
  escaped(JSON.stringify({ time: inIso(now), level, message: message.slice(0, TEXT_MAX_CHARS), ...fields }))

/** Many lines share a millisecond, and writing it out is a good part of writing a line. */
function inIso(now: Date): string {
  if (now.getTime() !== written.at) Object.assign(written, { at: now.getTime(), iso: now.toISOString() })
  return written.iso
}
const written = { at: Number.NaN, iso: '' }

/** JSON escapes the ASCII controls; these are the others that can turn or hide text on a screen. */
const escaped = (json: string) => (/^[\x20-\x7e]*$/.test(json) ? json : escapedAnew(json))
const escapedAnew = (json: string) => json.replace(/[\p{C}\u2028\u2029]/gu, (character) => Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''))

function readableLine(now: Date, level: Level, message: string, fields: Fields): string {
  const rest = Object.values(fields).join(' ')
  const text = level === 'info' || level === 'debug' ? message : `${level}: ${message}`
  return printable(`${now.toTimeString().slice(0, 8)} ${text} ${rest}`.trimEnd())
}

const printable = (text: string) => text.replace(/[^\P{C}\n\t]/gu, '·').slice(0, TEXT_MAX_CHARS)
