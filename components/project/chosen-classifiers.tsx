import { useTranslations } from 'next-intl'
import { Icon } from '../ui/icon.tsx'
import { addressOf, type Wish } from './search-address.ts'

/** What a search is narrowed to, each with a link to the search without it. */
export function ChosenClassifiers({ wish }: { wish: Wish }) {
  const t = useTranslations('public.search')
  if (wish.classifiers.length === 0) return null
  const without = (classifier: string) => addressOf({ ...wish, page: 1, classifiers: wish.classifiers.filter((other) => other !== classifier) })
  return (
    <ul className="chips" aria-label={t('classifiers')}>
      {wish.classifiers.map((classifier) => (
        <li key={classifier}>
          <a className="chip" href={without(classifier)}>
            <span className="sr-only">{t('without')} </span><bdi lang="en">{classifier.replaceAll(' :: ', ' › ')}</bdi><Icon name="close" small />
          </a>
        </li>
      ))}
    </ul>
  )
}
