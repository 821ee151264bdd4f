import type { ReactNode } from 'react'
import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { SideNav } from '#components/ui/side-nav.tsx'
import { helpPath } from '#lib/help.ts'
import { GROUPS } from './chapters.ts'
import { helpText } from './words.tsx'

/** A page of the help, with all others at its side; the page of contents needs none. */
export default async function HelpLayout({ children }: { children: ReactNode }) {
  const path = (await headers()).get('x-page') ?? ''
  if (path === '/help/') return children

  const [t, text] = [await getTranslations('help'), await helpText('help')]
  const groups = GROUPS.map(({ key, chapters }) => ({
    title: t(`groups.${key}`),
    items: chapters.map(({ slug }) => ({ href: helpPath(slug), label: text(`chapters.${slug}.title`), current: path === helpPath(slug) })),
  }))
  return (
    <div className="columns">
      <SideNav label={t('title')} groups={groups} />
      <div className="min-w-0">{children}</div>
    </div>
  )
}
