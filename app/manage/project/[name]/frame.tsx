import type { ReactNode } from 'react'
import { getTranslations } from 'next-intl/server'
import { Alert } from '#components/ui/alert.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { words } from '../../../words.ts'

type Props = { project: { name: string }; title: string; lead?: ReactNode; /** What was just done, from the address. */ done?: string; trail?: { href: string; label: string }[]; children: ReactNode }

/** The head of every page that manages a project: the way here, the heading, what was just done. */
export async function ManagePage({ project, title, lead, done, trail = [], children }: Props) {
  const t = await getTranslations('projects')
  const sentences = await words('projects.done')
  const sentence = done && Object.hasOwn(sentences, done) && sentences[done]
  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/projects/', label: t('title') }, { href: `/project/${project.name}/`, label: project.name }, ...trail]} here={title} />
      <h1>{title}</h1>
      {lead && <p className="lead">{lead}</p>}
      {sentence && <Alert live tone={done === 'owners-only' ? 'warn' : 'good'} className="mt-6">{sentence}</Alert>}
      <div className="mt-6">{children}</div>
    </>
  )
}
