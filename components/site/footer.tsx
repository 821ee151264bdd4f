import { useTranslations } from 'next-intl'
import { locales, type Locale } from '#lib/i18n/locales.ts'
import { Icon } from '../ui/icon.tsx'
import { Menu } from './menu.tsx'

export type Theme = 'auto' | 'light' | 'dark'
type Choose = (form: FormData) => void | Promise<void>

export type FooterProps = { siteName: string; locale: Locale; theme: Theme; chooseLocale: Choose; chooseTheme: Choose }

/** The foot of every page: the site's own pages, its language, its light. */
export function Footer({ siteName, locale, theme, chooseLocale, chooseTheme }: FooterProps) {
  const t = useTranslations('shell')
  return (
    <footer className="foot" aria-label={t('footer')}>
      <div className="page">
        <span>{siteName}</span>
        <a href="/security/">{t('security')}</a>
        <a href="/announcements/">{t('announcements')}</a>
        <a href="/stats/">{t('statistics')}</a>
        <a href="/help/">{t('help')}</a>
        <div className="foot-choices">
          <ThemeChoice theme={theme} choose={chooseTheme} />
          <LanguageChoice locale={locale} choose={chooseLocale} />
        </div>
      </div>
    </footer>
  )
}

function LanguageChoice({ locale, choose }: { locale: Locale; choose: Choose }) {
  const t = useTranslations('shell')
  const name = locales.find(({ code }) => code === locale)?.name
  return (
    <Menu up summary={<><Icon name="globe" small /><span className="sr-only">{t('language')}: </span><span lang={locale}>{name}</span></>}>
      <form action={choose}>
        {locales.map(({ code, name, dir }) => (
          <button key={code} className="menu-choice" name="locale" value={code} lang={code} dir={dir} aria-pressed={code === locale}>{name}</button>
        ))}
      </form>
    </Menu>
  )
}

function ThemeChoice({ theme, choose }: { theme: Theme; choose: Choose }) {
  const t = useTranslations('shell')
  const names = { auto: t('themeAuto'), light: t('themeLight'), dark: t('themeDark') }
  return (
    <Menu up summary={<><Icon name="theme" small />{t('theme')}</>}>
      <form action={choose}>
        {(['auto', 'light', 'dark'] as const).map((choice) => (
          <button key={choice} className="menu-choice" name="theme" value={choice} aria-pressed={choice === theme}>{names[choice]}</button>
        ))}
      </form>
    </Menu>
  )
}
