const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A size in the unit that needs the fewest digits, and how Intl writes it. */
export function sizeParts(bytes: number) {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const value = bytes / 1000 ** step
  return { value, format: { style: 'unit', unit: UNITS[step], unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 } as const }
}

/** The same as text, in a language. */
export function sizeIn(language: string, bytes: number): string {
  const { value, format } = sizeParts(bytes)
  return new Intl.NumberFormat(language, format).format(value)
}
