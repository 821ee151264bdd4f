import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { GateFrame, SiteFrame, type ShellProps } from '#components/site/shell.tsx'
import type { Theme } from '#components/site/footer.tsx'
import { findBanner } from '#lib/announcements/announcements.ts'
import { environment } from '#lib/env.ts'
import { endOf } from '#lib/sessions/end.ts'
import type { Session } from '#lib/sessions/sessions.ts'
import { currentUser } from '#lib/web/current-user.ts'
import { currentLocale } from './i18n.ts'
import { chooseLocale, chooseTheme, dismissBanner } from './preferences.ts'
import { signOut } from './sign-out.ts'

/** The frame of an ordinary page. */
export async function SiteShell({ children }: { children: ReactNode }) {
  return <SiteFrame {...await frame()}>{children}</SiteFrame>
}

/** The frame of a sign-in page. */
export async function GateShell({ children }: { children: ReactNode }) {
  return <GateFrame {...await frame()}>{children}</GateFrame>
}

/** What was chosen in the footer; without a choice the device decides. */
export async function currentTheme(): Promise<Theme> {
  const theme = (await cookies()).get('theme')?.value
  return theme === 'light' || theme === 'dark' ? theme : 'auto'
}

async function frame(): Promise<Omit<ShellProps, 'children'>> {
  const [user, locale, theme] = await Promise.all([currentUser(), currentLocale(), currentTheme()])
  return {
    user: user && { username: user.username, isAdmin: user.isAdmin },
    sessionEnd: user && untilEnd(user.session),
    locale, theme, chooseLocale, chooseTheme, signOut,
    siteName: environment().siteName,
    testInstance: environment().testInstance,
    banner: await undismissedBanner(),
  }
}

async function undismissedBanner(): Promise<ShellProps['banner']> {
  const found = await findBanner(new Date())
  if (!found || (await cookies()).get('dismissed-announcement')?.value === found.id) return null
  return { ...found, dismiss: dismissBanner }
}

function untilEnd(session: Session): ShellProps['sessionEnd'] {
  const { at } = endOf(session)
  return { at, in: at.getTime() - Date.now() }
}
