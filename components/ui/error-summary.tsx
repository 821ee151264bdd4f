import { useTranslations } from 'next-intl'
import { classNames } from './class-names.ts'

type Problem = { href: string; text: string }

/** Everything that is wrong with a form, above it; it takes the focus (by attribute, which scripts/page.ts heeds as well), and each line leads to its field. */
export function ErrorSummary({ error, problems = [], className }: { error?: string; problems?: Problem[]; className?: string }) {
  const t = useTranslations('ui')
  return (
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- takes people to the errors
    <div tabIndex={-1} autoFocus role="alert" className={classNames('error-summary', className)}>
      <h2 className="text-base leading-snug tracking-normal">{t('problem')}</h2>
      <ul>
        {error && <li>{error}</li>}
        {problems.map(({ href, text }) => <li key={href}><a href={href}>{text}</a></li>)}
      </ul>
    </div>
  )
}
