import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { SideNav } from '#components/ui/side-nav.tsx'
import { adminNav } from '../areas.ts'
import { SiteShell } from '../shell.tsx'

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('shell')
  const path = (await headers()).get('x-page') ?? ''
  return (
    <SiteShell>
      <div className="columns">
        <SideNav label={t('adminNav')} groups={adminNav(t, path)} />
        <div className="min-w-0">{children}</div>
      </div>
    </SiteShell>
  )
}
