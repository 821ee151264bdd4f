import { useFormatter } from 'next-intl'
import { sizeParts } from '../scripts/sizes.ts'

/** A size in the unit that needs the fewest digits, in the reader's language. */
export function Size({ bytes }: { bytes: number }) {
  const { value, format } = sizeParts(bytes)
  return <span className="nowrap"><bdi>{useFormatter().number(value, format)}</bdi></span>
}
