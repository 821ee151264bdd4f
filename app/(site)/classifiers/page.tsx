import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Icon } from '#components/ui/icon.tsx'
import { CLASSIFIERS } from '#lib/protocol/classifiers.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('public.classifiers'))('title') }
}

/** What a project may describe itself with, spelled as uploads must spell it; each leads to the projects that do. */
export default async function ClassifiersPage() {
  const t = await getTranslations('public.classifiers')
  const groups = [...Map.groupBy(CLASSIFIERS, (classifier) => classifier.split(' :: ')[0] ?? classifier)]
  return (
    <div className="max-w-[52rem]">
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead', { count: CLASSIFIERS.length })}</p>
      <p className="mt-2 text-label"><a href="/pypi?:action=list_classifiers">{t('asText')}</a></p>
      <div className="mt-6 grid gap-2" lang="en" dir="ltr">
        {groups.map(([group, members]) => (
          <details key={group} className="disclosure">
            <summary>{group} <span className="text-ink-3">{members.length}</span><Icon name="chevron-down" small /></summary>
            <ul className="grid gap-1 py-2 text-small">
              {members.map((classifier) => <li key={classifier}><a href={`/search/?c=${encodeURIComponent(classifier)}`}><code className="break-words">{classifier}</code></a></li>)}
            </ul>
          </details>
        ))}
      </div>
    </div>
  )
}
