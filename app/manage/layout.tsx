import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { SideNav } from '#components/ui/side-nav.tsx'
import { currentUser } from '#lib/web/current-user.ts'
import { accountNav, projectIn, projectNav } from '../areas.ts'
import { SiteShell } from '../shell.tsx'
import { Reminder } from './reminder.tsx'

/** Here the factors are looked after: nobody has to be told of them again. */
const TELLS_ITSELF = /^\/manage\/account\/(?:$|(?:totp-provision|webauthn-provision|recovery-codes|check-up|factor)\/)/

/** The pages of the person who is here: their account, or one project, with its own pages at the side. */
export default async function ManageLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('shell')
  const path = (await headers()).get('x-page') ?? ''
  const project = projectIn(path)
  const user = TELLS_ITSELF.test(path) ? null : await currentUser()
  const content = <>{user && <Reminder userId={user.id} />}{children}</>
  if (!project && !path.startsWith('/manage/account/')) return <SiteShell>{content}</SiteShell>

  return (
    <SiteShell>
      <div className="columns">
        {project ? <SideNav label={t('projectNav', { project })} groups={projectNav(t, project, path)} /> : <SideNav label={t('accountNav')} groups={accountNav(t, path)} />}
        <div className="min-w-0">{content}</div>
      </div>
    </SiteShell>
  )
}
