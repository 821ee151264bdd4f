import type { ReactNode } from 'react'
import { getTranslations } from 'next-intl/server'
import { LinkButton } from '#components/ui/button.tsx'

/** What a letter's link shows that does nothing any more. */
export async function LinkEnded({ gone }: { gone?: boolean }) {
  const t = await getTranslations('announcements')
  return (
    <>
      <h1>{t(gone ? 'leave.goneTitle' : 'endedTitle')}</h1>
      <p className="lead">{t(gone ? 'leave.gone' : 'ended')}</p>
      <p className="mt-6"><LinkButton href="/announcements/">{t('all')}</LinkButton></p>
    </>
  )
}

/** The address in a sentence, whichever way the sentence runs. */
export const strong = (text: ReactNode) => <b><bdi>{text}</bdi></b>
