import { useFormatter } from 'next-intl'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A size in the unit that needs the fewest digits, in the reader's language. */
export function Size({ bytes }: { bytes: number }) {
  const format = useFormatter()
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const value = bytes / 1000 ** step
  const text = format.number(value, { style: 'unit', unit: UNITS[step], unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 })
  return <span className="nowrap"><bdi>{text}</bdi></span>
}
