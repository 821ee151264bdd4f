import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Alert } from '#components/ui/alert.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { findPersonForAdmins } from '#lib/admin/people.ts'
import { findAdmin, requireSudo } from '#lib/web/guards.ts'
import { Missing } from '../../../missing.tsx'
import { pathPart } from '../../../path-part.ts'
import { PersonStates } from '../states.tsx'
import { Details, Projects } from './details.tsx'
import { Administration, Disabled, Disabling } from './forms.tsx'

type Props = { params: Promise<{ name: string }>; searchParams: Promise<{ done?: string }> }

const DONE = ['made', 'removed', 'disabled', 'enabled'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.people'))('title') }
}

export default async function AdminPersonPage({ params, searchParams }: Props) {
  const here = `/admin/users/${(await params).name}/`
  const admin = await findAdmin(here)
  if (!admin) return <Missing />
  await requireSudo(here)
  const person = await findPersonForAdmins(pathPart((await params).name), new Date())
  if (!person) return <Missing />
  const t = await getTranslations('admin')
  const { done } = await searchParams
  const said = DONE.find((one) => one === done)
  return (
    <div className="max-w-[44rem]">
      <Breadcrumbs trail={[{ href: '/admin/', label: t('title') }, { href: '/admin/users/', label: t('people.title') }]} here={person.username} />
      <h1><bdi>{person.username}</bdi></h1>
      <p className="mt-2 flex flex-wrap items-center gap-3 text-small">
        <PersonStates person={person} /> {person.name && <bdi>{person.name}</bdi>}
        {!person.disabled && <a href={`/user/${encodeURIComponent(person.username)}/`}>{t('person.view')}</a>}
      </p>
      {said && <Alert live tone="good" className="mt-6">{t(`person.done.${said}`)}</Alert>}
      {person.states.includes('recovering') && <Alert tone="warn" className="mt-6">{t('person.waits')} <a href="/admin/recoveries/">{t('places.recoveries')}</a></Alert>}
      <Details person={person} />
      <Projects person={person} />
      {person.disabled ? <Disabled person={person} disabled={person.disabled} /> : <Administration person={person} />}
      {!person.disabled && person.id !== admin.id && <Disabling person={person} />}
    </div>
  )
}
