import { useTranslations } from 'next-intl'
import { SESSION_NOTICE_MINUTES } from '#lib/numbers.ts'
import { Time } from '../ui/time.tsx'

export type SessionEndProps = { at: Date; /** Milliseconds until then, by the server's clock. */ in: number }

/**
 * Says in good time that the session is about to end (WCAG 2.2 SC 2.2.1). scripts/session.ts shows the part that fits, and asks the
 * server whether another tab put the end off; without JavaScript the time stands here from the beginning.
 */
export function SessionNotice({ end }: { end: SessionEndProps }) {
  const t = useTranslations('shell')
  return (
    <aside className="session-notice" aria-label={t('sessionNotice')} data-session={end.in} data-warn={SESSION_NOTICE_MINUTES * 60_000}>
      <p className="only-without-script">{t('sessionUntil')} <Time at={end.at} look="moment" /></p>
      <div aria-live="polite">
        <p data-part="idle" hidden>{t('sessionEndsIdle', { minutes: SESSION_NOTICE_MINUTES })}</p>
        <p data-part="firm" hidden>{t('sessionEndsFirm', { minutes: SESSION_NOTICE_MINUTES })}</p>
        <p data-part="over" hidden>{t('sessionOver')} <a href="/account/login/" target="_blank">{t('signIn')}</a></p>
      </div>
      <button type="button" className="button button-small" data-part="idle" hidden>{t('staySignedIn')}</button>
    </aside>
  )
}
