import { getTranslations } from 'next-intl/server'
import type { Command } from '#components/ui/snippet.tsx'
import { environment } from '#lib/env.ts'
import type { NewToken } from '#lib/tokens/input.ts'
import { installers, netrc, pipInCi } from '../../../(site)/help/commands.ts'

/** What is typed to use a token that was just made: what publishes, what installs, or both. */
export async function commandsFor({ purpose, scope }: NewToken, token: string): Promise<Command[]> {
  const publishing = purpose === 'install' ? [] : await publishers()
  return purpose === 'publish' ? publishing : [...publishing, ...(await readers(token, scope === 'user' ? 'PROJECT' : (scope[0] ?? 'PROJECT')))]
}

async function publishers(): Promise<Command[]> {
  const [t, { origin }] = [await getTranslations('tokens.made'), environment()]
  return [
    { about: t('twine'), text: `twine upload --repository-url ${origin}/legacy/ -u __token__ dist/*` },
    { about: t('uv'), text: `uv publish --publish-url ${origin}/legacy/ dist/*` },
  ]
}

/** The token stands in a file that pip, uv and PDM read, so that no command and no history holds it. */
async function readers(token: string, project: string): Promise<Command[]> {
  const [t, { origin, hostname }] = [await getTranslations('tokens.made'), environment()]
  const [pip, uv] = installers(origin).map(({ commands: [text = ''] }) => text.replace('PROJECT', project))
  return [
    { about: t('netrc'), text: netrc(hostname, token) },
    { about: t('pip'), text: pip ?? '' },
    { about: t('uv'), text: uv ?? '' },
    { about: t('pipInCi'), text: pipInCi(origin).replace('PROJECT', project) },
  ]
}
