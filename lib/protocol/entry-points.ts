// entry_points.txt (PyPA, "Entry points specification"): an INI file as Python's configparser reads it, with `=` as
// the only delimiter and names in the case they are written in.
import { err, type Err, ok, type Ok } from '#lib/result.ts'

export type EntryPoint = {
  group: string
  name: string
  /** The object referred to, as written. */
  value: string
  /** The value taken apart: `module:attribute [extras]`; null when it has another form. */
  target: { module: string; attribute: string | null; extras: string[] } | null
}

export type EntryPointsError =
  | 'no-group'
  | 'bad-line'
  | 'duplicate-group'
  | 'duplicate-name'
  /** Installers make a file of that name in a folder of programs. */
  | 'bad-script-name'
  | 'bad-script-target'

/** A refusal, with the line (counted from 1) at which reading stopped. */
export type EntryPointsRefusal = Err<EntryPointsError> & { line: number }

/** Reads entry_points.txt, in its order. Names and targets are judged only where they become programs: in the script groups. */
export function parseEntryPoints(text: string): Ok<EntryPoint[]> | EntryPointsRefusal {
  const lines = readIni(text)
  if (!lines.ok) return lines
  const points = lines.value.map(({ line, group, name, value }) => ({ line, point: { group, name, value, target: parseTarget(value) } }))
  for (const { line, point } of points) {
    if (!SCRIPT_GROUPS.has(point.group)) continue
    if (!isScriptName(point.name)) return { ...err('bad-script-name'), line }
    if (!point.target) return { ...err('bad-script-target'), line }
  }
  return ok(points.map(({ point }) => point))
}

/** Letters, digits, `_`, `.` and `-`, and not dots alone: a name that cannot lead into another folder. */
export function isScriptName(name: string): boolean {
  return /^[\p{L}\p{N}_.-]+$/u.test(name) && !/^\.+$/.test(name)
}

const SCRIPT_GROUPS: ReadonlySet<string> = new Set(['console_scripts', 'gui_scripts'])

type Setting = { line: number; group: string; name: string; value: string }

function readIni(text: string): Ok<Setting[]> | EntryPointsRefusal {
  const settings: Setting[] = []
  const seen = new Set<string>()
  let group: string | null = null
  let indent = 0

  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const content = raw.trim()
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue

    const depth = raw.length - raw.trimStart().length
    const last = settings.at(-1)
    if (last && last.group === group && depth > indent) {
      last.value += last.value === '' ? content : `\n${content}`
      continue
    }

    indent = depth
    const refuse = (error: EntryPointsError): EntryPointsRefusal => ({ ok: false, error, line: index + 1 })
    const header = /^\[([^\]]+)\]/.exec(content)
    if (header) group = header[1] ?? ''
    if (group === null) return refuse('no-group')

    const setting = header ? null : readSetting(content)
    if (setting === 'bad-line') return refuse(setting)
    const key = JSON.stringify([group, setting?.name])
    if (seen.has(key)) return refuse(setting ? 'duplicate-name' : 'duplicate-group')
    seen.add(key)
    if (setting) settings.push({ line: index + 1, group, ...setting })
  }
  return ok(settings)
}

function readSetting(line: string): { name: string; value: string } | 'bad-line' {
  const equals = line.indexOf('=')
  const name = line.slice(0, Math.max(equals, 0)).trim()
  return name === '' ? 'bad-line' : { name, value: line.slice(equals + 1).trim() }
}

function parseTarget(value: string): EntryPoint['target'] {
  const parts = /^(?<module>[\p{L}\p{N}_.]+)\s*(?::\s*(?<attribute>[\p{L}\p{N}_.]+)\s*)?(?:\[(?<extras>[^[\]]*)\])?$/u.exec(value.trim())?.groups
  if (!parts?.module) return null
  const extras = (parts.extras ?? '').split(',').map((extra) => extra.trim())
  return { module: parts.module, attribute: parts.attribute ?? null, extras: extras.filter((extra) => extra !== '') }
}
