import { getTranslations } from 'next-intl/server'
import { placeWords } from '#lib/places/place.ts'
import { findPlace, findPlacesSource } from '#lib/places/places.ts'
import { currentLocale } from '../../i18n.ts'

/** An address and, below it, roughly where its network is, if a file of the operator says so. */
export async function Address({ ip }: { ip: string | null }) {
  const t = await getTranslations('account.sessions')
  const place = findPlace(ip)
  const words = place && placeWords(place, await currentLocale())
  return (
    <>
      <bdi>{ip ?? t('unknownAddress')}</bdi>
      {words && <span className="sub">{words}</span>}
    </>
  )
}

/** Below a list with places: that they are guesses, and whom their file asks to name. Nothing where there is no file. */
export async function AboutPlaces() {
  const source = findPlacesSource()
  if (!source) return null
  const t = await getTranslations('account.sessions')
  const { credit } = source
  return (
    <p className="mt-3 max-w-[42rem] text-small text-ink-2">
      {t('placesHint')}
      {credit && <> {t.rich('placesSource', { source: credit.name, a: (name) => <a href={credit.url} rel="noreferrer"><bdi>{name}</bdi></a> })}</>}
    </p>
  )
}
