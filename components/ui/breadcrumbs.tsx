import { useTranslations } from 'next-intl'
import { Icon } from './icon.tsx'

/** The way here, from three levels down; the last one is this page. */
export function Breadcrumbs({ trail, here }: { trail: { href: string; label: string }[]; here: string }) {
  const t = useTranslations('ui')
  return (
    <nav className="crumbs" aria-label={t('breadcrumb')}>
      <ol>
        {trail.map(({ href, label }) => (
          <li key={href}><a href={href}>{label}</a><Icon name="chevron-right" small /></li>
        ))}
        <li aria-current="page">{here}</li>
      </ol>
    </nav>
  )
}
