import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { SideNav } from '#components/ui/side-nav.tsx'
import { accountNav, projectIn, projectNav } from '../areas.ts'
import { SiteShell } from '../shell.tsx'

/** The pages of the person who is here: their account, or one project, with its own pages at the side. */
export default async function ManageLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('shell')
  const path = (await headers()).get('x-page') ?? ''
  const project = projectIn(path)
  if (!project && !path.startsWith('/manage/account/')) return <SiteShell>{children}</SiteShell>

  return (
    <SiteShell>
      <div className="columns">
        {project ? <SideNav label={t('projectNav', { project })} groups={projectNav(t, project, path)} /> : <SideNav label={t('accountNav')} groups={accountNav(t, path)} />}
        <div className="min-w-0">{children}</div>
      </div>
    </SiteShell>
  )
}
