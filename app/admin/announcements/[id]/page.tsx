import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { ReleaseDescription } from '#components/project/description.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { Button } from '#components/ui/button.tsx'
import { DangerZone } from '#components/ui/danger-zone.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import type { FormAction } from '#components/ui/form-state.ts'
import { Section } from '#components/ui/section.tsx'
import { isPublished, type Announcement } from '#lib/announcements/announcements.ts'
import { MARKDOWN } from '#lib/announcements/mailing.ts'
import { countSubscribers } from '#lib/announcements/subscribers.ts'
import { findForAdmins } from '#lib/announcements/writing.ts'
import { renderDescription } from '#lib/catalog/readme.ts'
import { findAdmin, requireSudo } from '#lib/web/guards.ts'
import { Missing } from '../../../missing.tsx'
import { words } from '../../../words.ts'
import { change, discard, publish, withdraw } from '../actions.ts'
import { StateBadge } from '../state-badge.tsx'
import { TextForm } from '../text-form.tsx'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ done?: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('announcements.admin'))('editTitle') }
}

export default async function EditAnnouncementPage({ params, searchParams }: Props) {
  const { id } = await params
  if (!z.uuid().safeParse(id).success) return <Missing />
  if (!(await findAdmin(`/admin/announcements/${id}/`))) return <Missing />
  await requireSudo(`/admin/announcements/${id}/`)
  const found = await findForAdmins(id)
  if (!found) return <Missing />
  const t = await getTranslations('announcements.admin')
  const { done } = await searchParams
  return (
    <>
      <Breadcrumbs trail={[{ href: '/admin/announcements/', label: t('title') }]} here={found.title} />
      <h1>{t('editTitle')}</h1>
      <div className="mt-2 flex flex-wrap items-center gap-3 text-small">
        <StateBadge of={found} />
        {isPublished(found) && <a href={`/announcements/${found.slug}/`}>{t('view')}</a>}
      </div>
      {(done === 'saved' || done === 'justPublished' || done === 'justWithdrawn') && <Alert live tone="good" className="mt-6">{t(done)}</Alert>}
      {isPublished(found) && !found.withdrawnAt && <Alert className="mt-6">{t('editLive')}</Alert>}
      {found.withdrawnAt ? <div className="mt-6"><ReleaseDescription description={await renderDescription(found.body, MARKDOWN)} /></div> : <TextForm action={change} of={found} />}
      {!found.publishedAt && <DraftEnds of={found} />}
      {found.publishedAt && !found.withdrawnAt && (
        <div className="mt-10">
          <DangerZone level={2} title={t('withdrawTitle')} consequence={t('withdrawLead')}>
            <OneButton action={withdraw} of={found} kind="danger" label={t('withdraw')} busy={t('withdrawBusy')} />
          </DangerZone>
        </div>
      )}
    </>
  )
}

/** The two ways a draft ends. */
async function DraftEnds({ of }: { of: Announcement }) {
  const t = await getTranslations('announcements.admin')
  return (
    <>
      <Section major title={t('publishTitle')} lead={t('publishLead', { count: await countSubscribers() })}>
        <OneButton action={publish} of={of} kind="primary" label={t('publish')} busy={t('publishBusy')} />
      </Section>
      <div className="mt-10">
        <DangerZone level={2} title={t('discardTitle')} consequence={t('discardLead')}>
          <OneButton action={discard} of={of} kind="danger" label={t('discard')} busy={t('discardBusy')} />
        </DangerZone>
      </div>
    </>
  )
}

async function OneButton({ action, of, kind, label, busy }: { action: FormAction; of: Announcement; kind: 'primary' | 'danger'; label: string; busy: string }) {
  return (
    <ActionForm action={action} errors={await words('announcements.errors')} label={label} className="mt-4">
      <input type="hidden" name="id" value={of.id} />
      <input type="hidden" name="revision" value={of.revision} />
      <div><Button kind={kind} busy={busy}>{label}</Button></div>
    </ActionForm>
  )
}
