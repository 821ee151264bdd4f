import type { ReactNode } from 'react'
import { answerWithoutScripts } from '#lib/web/answer-status.ts'
import { SiteShell } from '../shell.tsx'

/** Public pages are read, and their forms are plain: nobody waits for a script there. */
export default function SiteLayout({ children }: { children: ReactNode }) {
  answerWithoutScripts()
  return <SiteShell>{children}</SiteShell>
}
