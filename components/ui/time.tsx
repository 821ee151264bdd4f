import { useFormatter, useTranslations } from 'next-intl'

type Look = 'date' | 'moment' | 'recent'

/** A point in time for people and machines. `recent` says today and yesterday; that needs `now`. Times are UTC and say so. */
export function Time({ at, look = 'date', now }: { at: Date; look?: Look; now?: Date }) {
  const format = useFormatter()
  const t = useTranslations('ui')
  const day = now && look === 'recent' ? dayOf(at, now) : null
  const text = day ? t(day, { time: format.dateTime(at, 'time') }) : format.dateTime(at, look === 'moment' ? 'moment' : 'date')
  return <time dateTime={at.toISOString()} title={look === 'moment' ? undefined : format.dateTime(at, 'moment')} className="nowrap">{text}</time>
}

const DAY_MS = 86_400_000

function dayOf(at: Date, now: Date): 'today' | 'yesterday' | null {
  const days = Math.floor(now.getTime() / DAY_MS) - Math.floor(at.getTime() / DAY_MS)
  return days === 0 ? 'today' : days === 1 ? 'yesterday' : null
}
