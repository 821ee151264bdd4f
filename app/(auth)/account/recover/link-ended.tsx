import { getTranslations } from 'next-intl/server'
import { LinkButton } from '#components/ui/button.tsx'

/** What a link shows that does nothing any more. */
export async function LinkEnded() {
  const t = await getTranslations('recovery')
  return (
    <>
      <h1>{t('invalidTitle')}</h1>
      <p className="lead">{t('invalid')}</p>
      <p className="mt-6"><LinkButton href="/account/login/">{t('back')}</LinkButton></p>
    </>
  )
}
