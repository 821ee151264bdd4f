import { err, ok, type Result } from '#lib/result.ts'

/** How a description is written. Markdown has two variants, of which GFM is the default. */
export type DescriptionFormat = { type: 'text/plain' | 'text/x-rst' } | { type: 'text/markdown'; variant: 'GFM' | 'CommonMark' }

export type DescriptionFormatError = 'unknown-type' | 'unknown-charset' | 'unknown-variant'

/** Reads Description-Content-Type (core metadata 2.1): a type, and perhaps charset and variant. */
export function parseDescriptionContentType(text: string): Result<DescriptionFormat, DescriptionFormatError> {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim())
  const parameters = new Map(rest.map(readParameter))
  if ((parameters.get('charset') ?? 'utf-8').toLowerCase() !== 'utf-8') return err('unknown-charset')

  const known = type.toLowerCase()
  if (known === 'text/plain' || known === 'text/x-rst') return ok({ type: known })
  if (known !== 'text/markdown') return err('unknown-type')
  const variant = parameters.get('variant') ?? 'GFM'
  return variant === 'GFM' || variant === 'CommonMark' ? ok({ type: known, variant }) : err('unknown-variant')
}

function readParameter(text: string): [name: string, value: string] {
  const equals = text.indexOf('=')
  if (equals < 0) return [text.toLowerCase(), '']
  const value = text.slice(equals + 1).trim()
  return [text.slice(0, equals).trim().toLowerCase(), /^"([^"]*)"$/.exec(value)?.[1] ?? value]
}
