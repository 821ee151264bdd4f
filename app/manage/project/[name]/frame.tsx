import type { ReactNode } from 'react'
import { getTranslations } from 'next-intl/server'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { DoneAlert } from '../../../done-alert.tsx'

type Props = { project: { name: string }; title: string; lead?: ReactNode; /** What was just done, from the address. */ done?: string; trail?: { href: string; label: string }[]; children: ReactNode }

/** The head of every page that manages a project: the way here, the heading, what was just done. */
export async function ManagePage({ project, title, lead, done, trail = [], children }: Props) {
  const t = await getTranslations('projects')
  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/projects/', label: t('title') }, { href: `/project/${project.name}/`, label: project.name }, ...trail]} here={title} />
      <h1>{title}</h1>
      {lead && <p className="lead">{lead}</p>}
      <DoneAlert group="projects.done" done={done} tone={done === 'owners-only' ? 'warn' : 'good'} />
      <div className="mt-6">{children}</div>
    </>
  )
}
