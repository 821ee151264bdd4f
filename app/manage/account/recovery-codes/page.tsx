import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { GenerateCodes } from '#components/account/generate-codes.tsx'
import { SheetInDrawer } from '#components/help/drawings/account.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { environment } from '#lib/env.ts'
import { countRecoveryCodes } from '#lib/two-factor/recovery-codes.ts'
import { requireSudoByKey } from '#lib/web/guards.ts'
import { FactorPath, WithPicture } from '../factor-path.tsx'
import { confirmCode, generateCodes } from './actions.ts'
import { words } from '../../../words.ts'
import { HelpLink } from '../../../help-link.tsx'

const HERE = '/manage/account/recovery-codes/'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('twoFactor.recovery'))('title') }
}

export default async function RecoveryCodesPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const { next } = await searchParams
  const user = await requireSudoByKey(next ? `${HERE}?next=${encodeURIComponent(next)}` : HERE, { withoutFactor: true })
  const t = await getTranslations('twoFactor')
  const { total, left, confirmed } = await countRecoveryCodes(user.id)

  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/account/#two-factor', label: t('provision.crumb') }]} here={t('recovery.title')} />
      <h1>{t('recovery.title')}</h1>
      {next && <FactorPath factor={next.includes('webauthn') ? 'key' : 'app'} at="codes" />}
      <p className="mt-6 max-w-[42rem] text-ink-2">{t('recovery.lead')}</p>
      <p className="no-print mt-2"><HelpLink to="codes" /></p>
      {next && !confirmed && <Alert className="mt-6">{t('recovery.neededFirst')}</Alert>}
      <WithPicture picture={<SheetInDrawer />}>
        <GenerateCodes
          action={generateCodes} errors={await words('twoFactor.errors')} filename={`${user.username}-recovery-codes.txt`}
          hasCodes={total > 0} needsProof={!confirmed}
          text={{
            generate: t('codes.generate'), busy: t('codes.generateBusy'), once: t('recovery.once'), list: t('recovery.list'), print: t('recovery.print'),
            download: t('recovery.download'), head: t('recovery.downloadHead', { username: user.username, site: environment().siteName }),
            after: t('recovery.afterGenerate'),
          }}
        >
          <Section title={t('recovery.confirmTitle')} lead={t('recovery.confirmLead')}>
            <ActionForm action={confirmCode} errors={await words('twoFactor.errors')} id="confirm-code">
              <input type="hidden" name="next" value={next ?? ''} />
              <Field name="code" mono label={t('recovery.confirmLabel')} autoComplete="off" autoCapitalize="characters" spellCheck={false} />
              <div><Button kind="primary" busy={t('recovery.confirmBusy')}>{t('recovery.confirm')}</Button></div>
            </ActionForm>
          </Section>
        </GenerateCodes>
      </WithPicture>
      {total > 0 && <p className="mt-6 text-small text-ink-3">{t('codes.left', { left, total })}</p>}
      <p className="mt-6"><a href="/manage/account/#two-factor">{t('recovery.back')}</a></p>
    </>
  )
}
