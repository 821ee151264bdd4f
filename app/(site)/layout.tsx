import type { ReactNode } from 'react'
import { SiteShell } from '../shell.tsx'

export default function SiteLayout({ children }: { children: ReactNode }) {
  return <SiteShell>{children}</SiteShell>
}
