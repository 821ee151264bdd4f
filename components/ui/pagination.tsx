import { useTranslations } from 'next-intl'
import { LinkButton } from './button.tsx'

/** Page `page` of `pages`, with the neighbours. `href` makes the address of a page. */
export function Pagination({ page, pages, href }: { page: number; pages: number; href: (page: number) => string }) {
  const t = useTranslations('ui')
  if (pages <= 1) return null
  return (
    <nav className="pages" aria-label={t('pages')}>
      {page > 1 && <LinkButton small rel="prev" href={href(page - 1)} icon="previous">{t('previous')}</LinkButton>}
      <span>{t('pageOf', { page, pages })}</span>
      {page < pages && <LinkButton small rel="next" href={href(page + 1)} icon="next">{t('next')}</LinkButton>}
    </nav>
  )
}
