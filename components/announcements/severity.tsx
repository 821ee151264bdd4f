import { useTranslations } from 'next-intl'
import { Badge } from '../ui/badge.tsx'

export type Severity = 'notice' | 'maintenance' | 'security'

const tones = { notice: 'plain', maintenance: 'warn', security: 'bad' } as const

/** What kind of announcement it is, in a word. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const t = useTranslations('announcements.severity')
  return <Badge tone={tones[severity]}>{t(severity)}</Badge>
}
