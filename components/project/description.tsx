import { useTranslations } from 'next-intl'
import type { Description, SafeHtml } from '#lib/catalog/readme.ts'
import { Alert } from '../ui/alert.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

/** What its authors say about a release. */
export function ReleaseDescription({ description }: { description: Description | null }) {
  const t = useTranslations('public.project')
  if (!description) return <EmptyState title={t('noDescription')} />
  if (description.kind === 'html') return <Rendered html={description.html} />
  return (
    <>
      {description.failed && <Alert tone="warn" className="mb-4">{t('renderFailed')}</Alert>}
      <div className="plain-text" dir="auto">{description.text}</div>
    </>
  )
}

/** The one place where HTML is put into a page as it is. `SafeHtml` is made by the sanitiser alone (lib/markup/pipeline.ts). */
export function Rendered({ html }: { html: SafeHtml }) {
  // oxlint-disable-next-line react/no-danger -- nothing but the sanitiser makes this type
  return <div className="prose" dir="auto" dangerouslySetInnerHTML={{ __html: html }} />
}
