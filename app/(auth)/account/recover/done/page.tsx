import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LinkButton } from '#components/ui/button.tsx'
import { Missing, missingMetadata } from '../../../../missing.tsx'

const DONE = ['sent', 'started', 'cancelled', 'finished', 'secured', 'secured-unmailed', 'vouched'] as const

type Props = { searchParams: Promise<{ what?: string }> }

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const done = await doneBy(searchParams)
  return done ? { title: (await getTranslations('recovery'))(`done.${done}.title`) } : missingMetadata()
}

export default async function RecoveryDonePage({ searchParams }: Props) {
  const done = await doneBy(searchParams)
  if (!done) return <Missing />
  const t = await getTranslations('recovery')

  return (
    <>
      <h1>{t(`done.${done}.title`)}</h1>
      <p className="lead">{t(`done.${done}.text`)}</p>
      <p className="mt-6"><LinkButton href="/account/login/">{t('back')}</LinkButton></p>
    </>
  )
}

async function doneBy(searchParams: Props['searchParams']) {
  const { what } = await searchParams
  return DONE.find((one) => one === what)
}
