import { getTranslations } from 'next-intl/server'
import { Badge } from '#components/ui/badge.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Facts } from '#components/ui/facts.tsx'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import type { PersonInDetail } from '#lib/admin/people.ts'

/** What is known of somebody: no secret, and of the factors only whether there is one. */
export async function Details({ person: { createdAt, lastSeenAt, hasSecondFactor, addresses } }: { person: PersonInDetail }) {
  const [t, account] = [await getTranslations('admin.people'), await getTranslations('account')]
  const columns = [{ label: account('emails.address'), width: 'w-[60%]' }, { label: account('emails.state') }]
  const rows = addresses.map(({ id, address, isPrimary, verifiedAt }) => ({
    key: id,
    cells: [
      <Name key="address"><bdi>{address}</bdi></Name>,
      <span key="state" className="inline-flex flex-wrap gap-1.5">
        {isPrimary && <Badge>{account('emails.primary')}</Badge>}
        {verifiedAt ? <Badge tone="good">{account('emails.confirmed')}</Badge> : <Badge tone="warn">{account('emails.unconfirmed')}</Badge>}
      </span>,
    ],
  }))
  return (
    <>
      <div className="mt-6">
        <Facts facts={[
          { label: account('details.joined'), value: <Time at={createdAt} /> },
          { label: t('seen'), value: lastSeenAt ? <Time at={lastSeenAt} look="recent" now={new Date()} /> : t('never') },
          { label: t('factor'), value: hasSecondFactor ? t('yes') : t('no') },
        ]} />
      </div>
      <Section major title={account('emails.title')}><Table label={account('emails.title')} columns={columns} rows={rows} /></Section>
    </>
  )
}

export async function Projects({ person }: { person: PersonInDetail }) {
  const [t, projects] = [await getTranslations('admin'), await getTranslations('projects')]
  const columns = [{ label: t('projects.name'), width: 'w-[60%]' }, { label: t('person.role') }]
  const rows = person.projects.map(({ name, role }) => ({
    key: name,
    cells: [<Name key="name"><a href={`/admin/projects/${encodeURIComponent(name)}/`}><bdi>{name}</bdi></a></Name>, projects(role)],
  }))
  return (
    <Section major title={t('projects.title')}>
      {rows.length === 0 ? <EmptyState title={t('person.noProjects')} /> : <Table label={t('projects.title')} columns={columns} rows={rows} />}
    </Section>
  )
}
