import { getTranslations } from 'next-intl/server'
import { Icon } from '#components/ui/icon.tsx'
import { type HelpChapter, helpPath } from '#lib/help.ts'
import { helpText } from './(site)/help/words.tsx'

/** The way to what the help says about the page that one is on; `part` is one of that chapter. */
export async function HelpLink({ to, part }: { to: HelpChapter; part?: string }) {
  const [t, text] = [await getTranslations('help'), await helpText('help')]
  return <a className="help-link" href={part ? `${helpPath(to)}#${part}` : helpPath(to)}><Icon name="help" small />{t('link', { title: text(`chapters.${to}.title`) })}</a>
}
