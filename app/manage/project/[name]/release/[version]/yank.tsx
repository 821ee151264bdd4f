import { getTranslations } from 'next-intl/server'
import { Alert } from '#components/ui/alert.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import type { ListedRelease } from '#lib/catalog/listed-releases.ts'
import { YANK_REASON_MAX_CHARS } from '#lib/numbers.ts'
import { words } from '../../../../../words.ts'
import { unyankRelease, yankRelease } from '../../actions.ts'

/** Yanking, or taking it back. */
export async function YankSection({ project, release: { version, yanked, yankedReason } }: { project: string; release: ListedRelease }) {
  const t = await getTranslations('projects.yank')
  const errors = await words('projects.errors')
  const subject = <><input type="hidden" name="project" value={project} /><input type="hidden" name="version" value={version} /></>
  if (yanked) {
    return (
      <Section id="yank" title={t('undoTitle')} lead={t('undoLead')}>
        <Alert tone="warn" className="mb-4">{yankedReason ? t('reasonGiven', { reason: yankedReason }) : t('noReason')}</Alert>
        <ActionForm action={unyankRelease} errors={errors} id="unyank">{subject}<div><Button busy={t('undoBusy')}>{t('undo')}</Button></div></ActionForm>
      </Section>
    )
  }
  return (
    <Section id="yank" title={t('title')} lead={t('lead')}>
      <ActionForm action={yankRelease} errors={errors} id="yank-form" className="max-w-measure">
        {subject}
        <Field name="reason" optional label={t('reason')} hint={t('reasonHint')} maxLength={YANK_REASON_MAX_CHARS} autoComplete="off" />
        <div><Button busy={t('busy')}>{t('submit')}</Button></div>
      </ActionForm>
    </Section>
  )
}
