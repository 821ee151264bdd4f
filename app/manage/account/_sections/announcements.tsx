import { getTranslations } from 'next-intl/server'
import { Badge } from '#components/ui/badge.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { listOwnSubscriptions, type OwnSubscription } from '#lib/announcements/subscribers.ts'
import { environment } from '#lib/env.ts'
import type { CurrentUser } from '#lib/web/current-user.ts'
import { switchSubscription } from '../actions.ts'
import { RowForm } from './row-form.tsx'
import { words } from '../../../words.ts'

/** Which of one's own addresses announcements are mailed to. */
export async function AnnouncementsSection({ user }: { user: CurrentUser }) {
  const t = await getTranslations('announcements.own')
  const own = await listOwnSubscriptions(user.id)
  const columns = [{ label: t('address') }, { label: t('state') }, { label: t('actions'), hidden: true, end: true }]
  return (
    <Section id="announcements" major title={t('title')} lead={t('lead', { site: environment().siteName })}>
      {own.length === 0 ? <EmptyState title={t('none')} /> : <Table label={t('title')} columns={columns} rows={await Promise.all(own.map(rowOf))} />}
    </Section>
  )
}

async function rowOf({ id, address, subscribed }: OwnSubscription) {
  const t = await getTranslations('announcements.own')
  return {
    key: id,
    cells: [
      <Name key="name"><bdi>{address}</bdi></Name>,
      subscribed ? <Badge tone="good">{t('on')}</Badge> : <Badge>{t('off')}</Badge>,
      <RowForm key="switch" id={id} about={address} errors={await words('account.errors')} action={switchSubscription}
        fields={{ wanted: subscribed ? 'no' : 'yes' }} label={t(subscribed ? 'unsubscribe' : 'subscribe')} />,
    ],
  }
}
