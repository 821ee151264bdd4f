import { useTranslations } from 'next-intl'
import { Button, LinkButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from './mark.tsx'
import { Menu } from './menu.tsx'

export type SiteUser = { username: string; isAdmin: boolean }
type Action = () => void | Promise<void>

export type HeaderProps = { siteName: string; user: SiteUser | null; signOut: Action; query?: string; searchId?: string }

/** The head of every page: the mark, the search, the ways of the person who is here. */
export function Header({ siteName, user, signOut, query, searchId = 'q' }: HeaderProps) {
  const t = useTranslations('shell')
  return (
    <header className="top">
      <div className="page">
        <Brand siteName={siteName} />
        <search className="find">
          <form action="/search/" method="get">
            <Icon name="search" small />
            <label className="sr-only" htmlFor={searchId}>{t('search')}</label>
            <input className="input" id={searchId} name="q" type="search" placeholder={t('search')} defaultValue={query} />
          </form>
        </search>
        <nav aria-label={t('site')}>
          {user && <a className="wide-only" href="/manage/projects/">{t('yourProjects')}</a>}
          <a className="wide-only" href="/help/">{t('help')}</a>
          {user ? <UserMenu user={user} signOut={signOut} /> : <VisitorLinks />}
        </nav>
      </div>
    </header>
  )
}

/** The head of the sign-in pages: nothing to search, nowhere to stray. */
export function GateHeader({ siteName }: { siteName: string }) {
  const t = useTranslations('shell')
  return (
    <header className="top">
      <div className="page">
        <Brand siteName={siteName} />
        <nav aria-label={t('site')}><a href="/help/">{t('help')}</a></nav>
      </div>
    </header>
  )
}

function Brand({ siteName }: { siteName: string }) {
  return <a className="brand" href="/"><Mark /><span>{siteName}</span></a>
}

function VisitorLinks() {
  const t = useTranslations('shell')
  return (
    <>
      <a href="/account/login/">{t('signIn')}</a>
      <LinkButton small href="/account/register/">{t('register')}</LinkButton>
    </>
  )
}

function UserMenu({ user, signOut }: { user: SiteUser; signOut: Action }) {
  const t = useTranslations('shell')
  return (
    <Menu summary={<><bdi>{user.username}</bdi><Icon name="chevron-down" small /></>}>
      <a href="/manage/account/">{t('account')}</a>
      <a href="/manage/projects/">{t('yourProjects')}</a>
      {user.isAdmin && <a href="/admin/">{t('administration')}</a>}
      <form action={signOut}><Button small>{t('signOut')}</Button></form>
    </Menu>
  )
}
