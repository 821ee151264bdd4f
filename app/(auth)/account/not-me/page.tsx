import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { findNotMe } from '#lib/recovery/not-me.ts'
import { mailedToken } from '#lib/web/mailed-link.ts'
import { HelpLink } from '../../../help-link.tsx'
import { words } from '../../../words.ts'
import { LinkEnded } from '../recover/link-ended.tsx'
import { secure } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('recovery.notMe'))('title') }
}

export default async function NotMePage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const token = await mailedToken('/account/not-me/', (await searchParams).token)
  const found = await findNotMe(token, new Date())
  if (!found) return <LinkEnded />
  const t = await getTranslations('recovery.notMe')

  return (
    <>
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead', { username: found.username })}</p>
      <ul className="mt-4 list-disc ps-5">
        <li>{t('ends')}</li>
        <li>{t('password')}</li>
        <li>{t('rests')}</li>
        <li>{t('lasts')}</li>
      </ul>
      <ActionForm action={secure} errors={await words('recovery.errors')} className="mt-6">
        <input type="hidden" name="token" value={token} />
        <Button kind="primary" full busy={t('submitBusy')}>{t('submit')}</Button>
      </ActionForm>
      <div className="gate-more"><p><HelpLink to="recover" part="not-me" /></p></div>
    </>
  )
}
