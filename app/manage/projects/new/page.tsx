import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { Button } from '#components/ui/button.tsx'
import { RadioGroup } from '#components/ui/choice.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { requireSudo } from '#lib/web/guards.ts'
import { words } from '../../../words.ts'
import { makeProject } from '../actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('projects.create'))('title') }
}

export default async function NewProjectPage() {
  await requireSudo('/manage/projects/new/')
  const [t, projects] = [await getTranslations('projects.create'), await getTranslations('projects')]
  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/projects/', label: projects('title') }]} here={t('title')} />
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead')}</p>
      <ActionForm action={makeProject} errors={await words('projects.create.errors')} id="new-project" className="mt-6 max-w-[42rem]">
        <Field name="name" label={t('name')} hint={t('nameHint')} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={255} />
        <RadioGroup name="visibility" label={t('visibility')} defaultValue="private" choices={[
          { value: 'private', label: t('private'), hint: t('privateHint') }, { value: 'public', label: t('public'), hint: t('publicHint') },
        ]} />
        <div><Button kind="primary" busy={t('busy')}>{t('submit')}</Button></div>
      </ActionForm>
    </>
  )
}
