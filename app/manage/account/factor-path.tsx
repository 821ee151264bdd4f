import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Picture } from '#components/help/walk.tsx'
import { Steps } from '#components/ui/steps.tsx'

type Props = { factor: 'app' | 'key'; /** The codes come before the factor they stand in for (decision 0005). */ at: 'codes' | 'factor' }

/** Where one is on the way to a factor. */
export async function FactorPath({ factor, at }: Props) {
  const t = await getTranslations('twoFactor.provision.steps')
  return <Steps className="no-print mt-5" label={t('label')} current={at === 'codes' ? 0 : 1} steps={[t('codes'), t(factor), t('done')]} />
}

/** What is to be done, and a drawing of it: beside it where there is room, above it otherwise. */
export function WithPicture({ picture, children }: { picture: ReactNode; children: ReactNode }) {
  return (
    <div className="scan mt-6">
      <div className="no-print"><Picture>{picture}</Picture></div>
      <div className="max-w-[29rem]">{children}</div>
    </div>
  )
}
