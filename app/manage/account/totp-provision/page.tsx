import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { QrCode } from '#components/account/qr-code.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { CodeInput, Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Secret } from '#components/ui/token-once.tsx'
import { LABEL_MAX_CHARS } from '#lib/numbers.ts'
import { listFactors } from '#lib/two-factor/factors.ts'
import { offerTotp } from '#lib/two-factor/totp-apps.ts'
import { requireSudoByKey } from '#lib/web/guards.ts'
import { FactorPath } from '../factor-path.tsx'
import { requireMayEnrol } from '../may-enrol.ts'
import { turnOn } from './actions.ts'
import { Missing } from '../../../missing.tsx'
import { words } from '../../../words.ts'
import { HelpLink } from '../../../help-link.tsx'

const HERE = '/manage/account/totp-provision/'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('twoFactor.provision'))('title') }
}

export default async function TotpProvisionPage({ searchParams }: { searchParams: Promise<{ replaces?: string }> }) {
  const { replaces } = await searchParams
  const here = replaces ? `${HERE}?${new URLSearchParams({ replaces })}` : HERE
  const user = await requireSudoByKey(here, { withoutFactor: true })
  await requireMayEnrol(user.id, here)
  const replaced = (await listFactors(user.id)).find((factor) => factor.kind === 'totp' && factor.id === replaces)
  if (replaces && !replaced) return <Missing />
  const offer = await offerTotp(user.id, new Date(), replaced?.id)
  const t = await getTranslations('twoFactor')
  if (!offer.ok) return <NoOffer why={t(`errors.${offer.error}`)} />
  const { id, secret, uri } = offer.value

  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/account/#two-factor', label: t('provision.crumb') }]} here={t('provision.title')} />
      <h1>{replaced ? t('replace.title', { name: replaced.name }) : t('provision.title')}</h1>
      {replaced ? <p className="lead">{t('replace.lead')}</p> : <FactorPath factor="app" at="factor" />}
      <div className="scan mt-8">
        <QrCode text={uri} label={t('provision.qr')} />
        <div className="grid gap-6">
          <div>
            <h2>{t('provision.scan')}</h2>
            <p className="mt-1 text-ink-2">{t('provision.apps')}</p>
            <p className="mt-1"><HelpLink to="apps" part="set-up" /></p>
          </div>
          <Secret label={t('provision.setupKey')} hint={t('provision.setupKeyHint')} value={inGroups(secret)} />
          <ActionForm action={turnOn} errors={await words('twoFactor.errors')} id="totp">
            <input type="hidden" name="offer" value={id} />
            {replaced && <input type="hidden" name="replaces" value={replaced.id} />}
            <Field name="name" label={t('provision.name')} hint={t('provision.nameHint')} defaultValue={replaced?.name} autoComplete="off" maxLength={LABEL_MAX_CHARS} />
            <CodeInput name="code" label={t('provision.code')} hint={t('provision.codeHint')} />
            <div className="flex gap-2">
              <Button kind="primary" busy={t('provision.submitBusy')}>{replaced ? t('replace.submit') : t('provision.submit')}</Button>
              <LinkButton kind="quiet" href="/manage/account/#two-factor">{t('provision.cancel')}</LinkButton>
            </div>
          </ActionForm>
        </div>
      </div>
    </>
  )
}

/** They have as many as there can be. */
async function NoOffer({ why }: { why: string }) {
  const t = await getTranslations('twoFactor.provision')
  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/account/#two-factor', label: t('crumb') }]} here={t('title')} />
      <h1>{t('title')}</h1>
      <Alert tone="warn" className="mt-6">{why}</Alert>
      <p className="mt-6"><LinkButton href="/manage/account/#two-factor">{t('cancel')}</LinkButton></p>
    </>
  )
}

const inGroups = (secret: string) => secret.replace(/(.{4})(?=.)/g, '$1 ')
