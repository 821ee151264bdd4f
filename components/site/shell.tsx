import type { ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import { AnnouncementBanner, type ShownBanner } from './announcement-banner.tsx'
import { Footer, type FooterProps } from './footer.tsx'
import { GateHeader, Header, type HeaderProps } from './header.tsx'
import { SessionNotice, type SessionEndProps } from './session-notice.tsx'

export type ShellProps = HeaderProps & FooterProps & { testInstance: boolean; banner: ShownBanner | null; sessionEnd: SessionEndProps | null; children: ReactNode }

/** The wide page: search and menus above, one column of content. */
export function SiteFrame({ testInstance, banner, sessionEnd, children, ...props }: ShellProps) {
  return (
    <>
      <SkipLink />
      <Header {...props} />
      {testInstance && <TestBar />}
      {banner && <AnnouncementBanner {...banner} />}
      <main id="main" tabIndex={-1} className="page main">{children}</main>
      {sessionEnd && <SessionNotice end={sessionEnd} />}
      <Footer {...props} />
    </>
  )
}

/** The sign-in pages: one narrow column on sunken ground. */
export function GateFrame({ testInstance, banner, sessionEnd, children, ...props }: ShellProps) {
  return (
    <div className="gate flex min-h-screen flex-col">
      <SkipLink />
      <GateHeader {...props} />
      {testInstance && <TestBar />}
      {banner && <AnnouncementBanner {...banner} />}
      <main id="main" tabIndex={-1} className="main-gate">{children}</main>
      {sessionEnd && <SessionNotice end={sessionEnd} />}
      <Footer {...props} />
    </div>
  )
}

function SkipLink() {
  const t = useTranslations('shell')
  return <a className="skip" href="#main">{t('skip')}</a>
}

function TestBar() {
  const t = useTranslations('shell')
  return <section className="test-bar" aria-label={t('notice')}><p className="page">{t('testInstance')}</p></section>
}
