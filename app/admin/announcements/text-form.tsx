import { getTranslations } from 'next-intl/server'
import { AnnouncementPreview } from '#components/announcements/preview.tsx'
import { Button } from '#components/ui/button.tsx'
import { RadioGroup } from '#components/ui/choice.tsx'
import { Field, TextArea } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import type { FormAction } from '#components/ui/form-state.ts'
import type { Announcement } from '#lib/announcements/announcements.ts'
import { SEVERITIES } from '#lib/announcements/input.ts'
import { MARKDOWN } from '#lib/announcements/mailing.ts'
import { renderDescription } from '#lib/catalog/readme.ts'
import { ANNOUNCEMENT_BANNER_DAYS, ANNOUNCEMENT_TITLE_MAX_CHARS } from '#lib/numbers.ts'
import { words } from '../../words.ts'

/** Title, kind and text of an announcement; of a new one, where none is given. */
export async function TextForm({ action, of }: { action: FormAction; of?: Announcement }) {
  const t = await getTranslations('announcements.admin')
  const kinds = await getTranslations('announcements.severity')
  const hints = { notice: t('noticeHint'), maintenance: t('importantHint', { days: ANNOUNCEMENT_BANNER_DAYS }), security: t('importantHint', { days: ANNOUNCEMENT_BANNER_DAYS }) }
  return (
    <ActionForm action={action} errors={await words('announcements.errors')} id="announcement" className="mt-6 max-w-[44rem]">
      {of && <><input type="hidden" name="id" value={of.id} /><input type="hidden" name="revision" value={of.revision} /></>}
      <Field name="title" label={t('fieldTitle')} maxLength={ANNOUNCEMENT_TITLE_MAX_CHARS} defaultValue={of?.title} dir="auto" />
      <RadioGroup name="severity" label={t('fieldSeverity')} defaultValue={of?.severity ?? 'notice'}
        choices={SEVERITIES.map((value) => ({ value, label: kinds(value), hint: hints[value] }))} />
      <TextArea name="body" label={t('fieldBody')} hint={t('fieldBodyHint')} rows={12} defaultValue={of?.body} dir="auto" />
      <AnnouncementPreview heading={t('previewTitle')} kept={of ? await renderDescription(of.body, MARKDOWN) : null} />
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" name="intent" value="save" busy={t('saveBusy')}>{t(of?.publishedAt ? 'saveChanges' : 'save')}</Button>
        <Button name="intent" value="preview" busy={t('previewBusy')}>{t('preview')}</Button>
      </div>
    </ActionForm>
  )
}
