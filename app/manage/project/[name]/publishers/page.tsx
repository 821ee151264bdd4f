import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Alert } from '#components/ui/alert.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Section } from '#components/ui/section.tsx'
import { Table } from '#components/ui/table.tsx'
import { type MembersToken, whoCanPublish, type WhoCanPublish } from '#lib/projects/who-can-publish.ts'
import { Missing } from '../../../../missing.tsx'
import { OpenInvitations } from '../collaboration/invitations.tsx'
import { ManagePage } from '../frame.tsx'
import { type Managed, managedProject } from '../managed.ts'
import { personRow, tokenRow } from './rows.tsx'

type Props = { params: Promise<{ name: string }>; searchParams: Promise<{ done?: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('projects.publishers'))('title') }
}

export default async function PublishersPage({ params, searchParams }: Props) {
  const managed = await managedProject(params, 'publishers')
  if (!managed) return <Missing />
  const t = await getTranslations('projects.publishers')
  const who = await whoCanPublish(managed.project.id, new Date())
  const tokens = who.people.reduce((sum, person) => sum + person.tokens.length, 0)
  return (
    <ManagePage project={managed.project} title={t('title')} lead={t('lead', { people: who.people.length, tokens, project: managed.project.name })} done={(await searchParams).done}>
      <Warnings who={who} />
      <People who={who} managed={managed} />
      <OpenInvitations project={managed.project} page="publishers" />
      <Tokens tokens={who.people.flatMap((person) => person.tokens)} managed={managed} />
      {who.readTokens.length > 0 && <ReadTokens tokens={who.readTokens} managed={managed} />}
      <p className="mt-6 text-small text-ink-3">{t('foot')} <a href={`${managed.home}history/`}>{t('history')}</a></p>
    </ManagePage>
  )
}

/** Whose password alone opens the project. */
async function Warnings({ who: { people } }: { who: WhoCanPublish }) {
  const t = await getTranslations('projects.publishers')
  const weak = people.filter(({ hasSecondFactor, isDisabled }) => !hasSecondFactor && !isDisabled)
  return (
    <div className="mb-8 grid gap-3 empty:hidden">
      {weak.map(({ userId, username }) => <Alert key={userId} tone="warn"><b>{t('weak', { user: username })}</b> {t('weakWhy')}</Alert>)}
    </div>
  )
}

type Parts = { who: WhoCanPublish; managed: Managed }

async function People({ who: { people }, managed }: Parts) {
  const t = await getTranslations('projects.publishers')
  const columns = [{ label: t('person'), width: 'w-[35%]' }, { label: t('role') }, { label: t('secondFactor') }, { label: t('lastPublished') }, { label: t('actions'), hidden: true, end: true }]
  return (
    <Section id="people" title={t('people')} count={people.length} actions={<LinkButton href={`${managed.home}collaboration/#invite`}>{t('invite')}</LinkButton>}>
      <Table label={t('people')} columns={columns} rows={await Promise.all(people.map((person) => personRow(person, managed)))} />
    </Section>
  )
}

type TokensOf = { tokens: MembersToken[]; managed: Managed }

async function Tokens({ tokens, managed }: TokensOf) {
  const t = await getTranslations('projects.publishers')
  return (
    <Section id="tokens" title={t('tokens')} count={tokens.length}>
      {tokens.length === 0 ? <EmptyState title={t('noTokens')} /> : <TokenTable label={t('tokens')} tokens={tokens} managed={managed} />}
    </Section>
  )
}

/** Nobody publishes with these; an owner can take them out all the same. */
async function ReadTokens({ tokens, managed }: TokensOf) {
  const t = await getTranslations('projects.publishers')
  return <Section id="read-tokens" title={t('readTokens')} count={tokens.length}><TokenTable label={t('readTokens')} tokens={tokens} managed={managed} /></Section>
}

async function TokenTable({ label, tokens, managed }: TokensOf & { label: string }) {
  const t = await getTranslations('projects.publishers')
  const columns = [{ label: t('token'), width: 'w-[45%]' }, { label: t('expires') }, { label: t('lastUsed') }, { label: t('actions'), hidden: true, end: true }]
  return <Table label={label} columns={columns} rows={await Promise.all(tokens.map((token) => tokenRow(token, managed)))} />
}
