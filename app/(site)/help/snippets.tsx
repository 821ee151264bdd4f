import { getTranslations } from 'next-intl/server'
import { Snippet } from '#components/ui/snippet.tsx'

/** What is copied, for whoever hears the button: the commands of a tool, a file by its name, a script, variables. */
export type About = { tool: string } | { file: string } | 'script' | 'variables'

/** Commands or lines of a file, to be copied. */
export async function Commands({ of, texts }: { of: About; texts: string[] }) {
  const t = await getTranslations('helpPackages.commands')
  const said = typeof of === 'string' ? t(of) : 'tool' in of ? t('command', of) : t('file', { name: of.file })
  return <Snippet commands={texts.map((text) => ({ text, about: said }))} />
}
