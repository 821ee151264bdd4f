import { getTranslations } from 'next-intl/server'
import { Badge } from '#components/ui/badge.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { purposeOf } from '#lib/tokens/input.ts'
import { listTokens, type ListedToken } from '#lib/tokens/tokens.ts'
import type { CurrentUser } from '#lib/web/current-user.ts'
import { removeToken } from '../actions.ts'
import { RowForm } from './row-form.tsx'
import { HelpLink } from '../../../help-link.tsx'
import { words } from '../../../words.ts'

export async function TokensSection({ user }: { user: CurrentUser }) {
  const t = await getTranslations('tokens')
  const tokens = await listTokens(user.id)
  const lead = <>{t('lead')} <HelpLink to="tokens" /></>
  const add = <LinkButton href="/manage/account/token/" icon="add">{t('add')}</LinkButton>
  if (tokens.length === 0) {
    return (
      <Section id="api-tokens" major title={t('title')} lead={lead}>
        <EmptyState title={t('none')} action={add}>{t('noneLead')}</EmptyState>
      </Section>
    )
  }
  const columns = [
    { label: t('name') }, { label: t('may') }, { label: t('scope') }, { label: t('expires') }, { label: t('lastUsed') }, { label: t('actions'), hidden: true, end: true },
  ]
  return (
    <Section id="api-tokens" major title={t('title')} lead={lead} actions={add}>
      <Table label={t('title')} columns={columns} rows={await Promise.all(tokens.map(rowOf))} />
    </Section>
  )
}

async function rowOf(token: ListedToken) {
  const t = await getTranslations('tokens')
  const now = new Date()
  const scope = token.permission.projects === null ? t('everything') : token.permission.projects.map((project) => project.name).join(', ')
  return {
    key: token.id,
    cells: [
      <Name key="name">{token.name}</Name>,
      t(`purposes.${purposeOf(token.permission.actions)}`),
      scope,
      token.expiresAt <= now ? <Badge key="expires" tone="warn">{t('expired')}</Badge> : <Time key="expires" at={token.expiresAt} />,
      token.lastUsedAt ? <Time key="used" at={token.lastUsedAt} look="recent" now={now} /> : t('never'),
      <RowForm key="remove" action={removeToken} id={token.id} about={token.name} kind="quiet-danger" label={t('remove')} errors={await words('tokens.errors')} />,
    ],
  }
}
