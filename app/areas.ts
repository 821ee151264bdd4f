import type { getTranslations } from 'next-intl/server'
import type { NavGroup } from '#components/ui/side-nav.tsx'

type Shell = Awaited<ReturnType<typeof getTranslations<'shell'>>>

/** The project a management address is about. */
export function projectIn(path: string): string | null {
  const name = /^\/manage\/project\/([^/]+)\//.exec(path)?.[1]
  return name ? decode(name) : null
}

/** The account's pages; most are sections of one page. */
export function accountNav(t: Shell, path: string): NavGroup[] {
  const home = '/manage/account/'
  const factorPages = ['totp-provision', 'webauthn-provision', 'recovery-codes', 'test-code', 'check-up', 'factor/']
  return [{
    title: t('accountTitle'),
    items: [
      { href: `${home}#account-details`, label: t('accountDetails') },
      { href: `${home}#account-emails`, label: t('emails') },
      { href: `${home}#password`, label: t('password') },
      { href: `${home}#two-factor`, label: t('twoFactor'), current: factorPages.some((page) => path.startsWith(home + page)) },
      { href: `${home}#api-tokens`, label: t('apiTokens'), current: path.startsWith(`${home}token`) },
      { href: `${home}sessions/`, label: t('sessions'), current: path.startsWith(`${home}sessions`) },
      { href: `${home}history/`, label: t('history'), current: path.startsWith(`${home}history`) },
      { href: `${home}#announcements`, label: t('subscriptions') },
      { href: `${home}#delete-account`, label: t('deleteAccount') },
    ],
  }]
}

/** The pages where one project is managed. */
export function projectNav(t: Shell, project: string, path: string): NavGroup[] {
  const home = `/manage/project/${encodeURIComponent(project)}/`
  const here = (page: string) => ({ href: `${home}${page}/`, current: path.startsWith(`${home}${page.replace(/s$/, '')}`) })
  return [{
    title: project,
    items: [
      { ...here('releases'), label: t('releases') },
      { href: '/manage/projects/upload/', label: t('uploadFiles') },
      { ...here('collaboration'), label: t('collaboration') },
      { ...here('publishers'), label: t('publishers') },
      { ...here('settings'), label: t('settings') },
      { ...here('history'), label: t('projectHistory') },
    ],
  }]
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
