import { getTranslations } from 'next-intl/server'
import { FirstToken, type FirstTokenText } from '#components/setup/first-token.tsx'
import { Waiting } from '#components/setup/waiting.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Snippet } from '#components/ui/snippet.tsx'
import { findFirstUpload, type Arrived } from '#lib/admin/set-up.ts'
import { environment } from '#lib/env.ts'
import { AddressCheck, NameField, PolicyFields } from '../../admin/settings/fields.tsx'
import { words } from '../../words.ts'
import { choosePolicies, makeFirstToken, nameSite, passBy } from './actions.ts'
import { PassBy } from './pass-by.tsx'
import type { StepProps } from './[step]/page.tsx'

export async function SiteStep({ protectedByFactor }: StepProps) {
  const t = await getTranslations('setup')
  return (
    <>
      <h1>{t('siteTitle')}</h1>
      <div className="mt-6"><AddressCheck /></div>
      {protectedByFactor ? (
        <ActionForm action={nameSite} errors={await words('settings.errors')} id="site" className="mt-8">
          <NameField />
          <div><Button kind="primary" busy={t('saveBusy')}>{t('siteAction')}</Button></div>
        </ActionForm>
      ) : <NeedsFactor />}
      <PassBy step="site" done={false} />
    </>
  )
}

export async function PoliciesStep({ protectedByFactor }: StepProps) {
  const t = await getTranslations('setup')
  return (
    <>
      <h1>{t('policiesTitle')}</h1>
      <p className="lead">{t('policiesLead')}</p>
      {protectedByFactor ? (
        <ActionForm action={choosePolicies} errors={await words('settings.errors')} id="policies" className="mt-6">
          <PolicyFields />
          <div><Button kind="primary" busy={t('saveBusy')}>{t('policiesAction')}</Button></div>
        </ActionForm>
      ) : <NeedsFactor />}
      <PassBy step="policies" done={false} />
    </>
  )
}

export async function FirstPackageStep({ user }: StepProps) {
  const t = await getTranslations('setup')
  const { packageAction, packageBusy, tokenLabel, tokenWarning, publishWith, twine, uv } = (await words('setup')) as FirstTokenText
  const arrived = await findFirstUpload(user.id)
  return (
    <>
      <h1>{t('packageTitle')}</h1>
      <p className="lead">{t('packageLead')}</p>
      <FirstToken action={makeFirstToken} errors={await words('tokens.errors')} origin={environment().origin}
        text={{ packageAction, packageBusy, tokenLabel, tokenWarning, publishWith, twine, uv }} />
      <div className="mt-8">
        {arrived ? <Installed arrived={arrived} />
          : <Waiting text={t('waiting')} link={<a href="/setup/first-package/">{t('lookAgain')}</a>} />}
      </div>
      <ActionForm action={passBy} className="mt-8" label={t('finish')}>
        <input type="hidden" name="step" value="first-package" />
        <input type="hidden" name="how" value="done" />
        <div><Button kind={arrived ? 'primary' : 'quiet'} busy={t('laterBusy')}>{t('finish')}</Button></div>
      </ActionForm>
    </>
  )
}

async function Installed({ arrived: { name, version } }: { arrived: Arrived }) {
  const t = await getTranslations('setup')
  const index = `${environment().origin}/simple/`
  return (
    <>
      <Alert tone="good" live>{t('arrived', { name, version })}</Alert>
      <p className="mt-4">{t('arrivedLead')}</p>
      <h2 className="label mt-4">{t('installWith')}</h2>
      <Snippet commands={[
        { about: t('pip'), text: `pip install --index-url ${index} ${name}` },
        { about: t('uvAdd'), text: `uv add --index ${index} ${name}` },
      ]} />
    </>
  )
}

async function NeedsFactor() {
  const t = await getTranslations('setup')
  return (
    <>
      <Alert tone="warn" className="mt-6">{t('needsFactor')}</Alert>
      <p className="mt-4"><LinkButton kind="primary" href="/setup/second-factor/">{t('factorTitle')}</LinkButton></p>
    </>
  )
}
