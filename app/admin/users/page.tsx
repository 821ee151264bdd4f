import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Alert } from '#components/ui/alert.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Field } from '#components/ui/field.tsx'
import { pageNumber } from '#components/ui/page-number.ts'
import { Pagination } from '#components/ui/pagination.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { listPeople, type PersonForAdmins } from '#lib/admin/people.ts'
import { findAdmin } from '#lib/web/guards.ts'
import { HelpLink } from '../../help-link.tsx'
import { Missing } from '../../missing.tsx'
import { Invitations } from './invitations.tsx'
import { PersonStates } from './states.tsx'

type Props = { searchParams: Promise<Partial<Record<'q' | 'page' | 'done', string | string[]>>> }

const HERE = '/admin/users/'
const DONE = ['invited', 'withdrawn'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.people'))('title') }
}

export default async function AdminPeoplePage({ searchParams }: Props) {
  if (!(await findAdmin(HERE))) return <Missing />
  const asked = await searchParams
  const [query = '', done = ''] = [[asked.q ?? ''].flat()[0], [asked.done ?? ''].flat()[0]]
  const [page, now] = [pageNumber(asked.page), new Date()]
  const { people, pages } = await listPeople(query, page ?? 1, now)
  if (!page || page > pages) return <Missing />
  const t = await getTranslations('admin')
  const said = DONE.find((one) => one === done)
  return (
    <>
      <Breadcrumbs trail={[{ href: '/admin/', label: t('title') }]} here={t('people.title')} />
      <h1>{t('people.title')}</h1>
      <p className="lead">{t('people.lead')}</p>
      <p className="mt-2"><HelpLink to="operators" part="people" /></p>
      {said && <Alert live tone="good" className="mt-6">{t(`people.done.${said}`)}</Alert>}
      <search>
        <form action={HERE} method="get" className="form-inline mt-6 max-w-measure">
          <div className="min-w-0 flex-1 basis-60"><Field name="q" id="find-person" type="search" label={t('people.search')} defaultValue={query} optional={false} required={false} autoCapitalize="none" spellCheck={false} /></div>
          <Button kind="primary">{t('people.find')}</Button>
        </form>
      </search>
      <div className="mt-8"><Found people={people} now={now} /></div>
      <div className="mt-6 empty:hidden"><Pagination page={page} pages={pages} href={(to) => `${HERE}?${new URLSearchParams({ q: query, page: String(to) })}`} /></div>
      <Invitations />
    </>
  )
}

async function Found({ people, now }: { people: PersonForAdmins[]; now: Date }) {
  const t = await getTranslations('admin')
  if (people.length === 0) return <EmptyState level={2} title={t('people.none')} />
  const columns = [{ label: t('people.name'), width: 'w-[36%]' }, { label: t('people.state') }, { label: t('people.factor') }, { label: t('people.seen') }]
  const rows = people.map((person) => ({ key: person.username, cells: cellsOf(person, now, { yes: t('people.yes'), no: t('people.no'), never: t('people.never') }) }))
  return <Table label={t('people.title')} columns={columns} rows={rows} />
}

function cellsOf(person: PersonForAdmins, now: Date, words: Record<'yes' | 'no' | 'never', string>) {
  const { username, name, hasSecondFactor, lastSeenAt } = person
  return [
    <Name key="name" sub={name && <bdi>{name}</bdi>}><a href={`${HERE}${encodeURIComponent(username)}/`}><bdi>{username}</bdi></a></Name>,
    <PersonStates key="states" person={person} />,
    hasSecondFactor ? words.yes : words.no,
    lastSeenAt ? <Time key="seen" at={lastSeenAt} look="recent" now={now} /> : words.never,
  ]
}
