'use client'

import { useTranslations } from 'next-intl'
import { Trouble } from '#components/site/trouble.tsx'

/** A page that broke: the fault is ours, and its number leads to the log. */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  const t = useTranslations('errors')
  const number = error.digest && t('troubleNumber', { digest: error.digest })
  return <Trouble title={t('troubleTitle')} text={t('troubleText')} number={number} again={t('tryAgain')} />
}
