import { TwoIndexes } from '#components/help/drawings/packages.tsx'
import { Picture } from '#components/help/walk.tsx'
import { environment } from '#lib/env.ts'
import { installers, netrc, pdmSource, pipInCi, pipSetting, POETRY_CREDENTIALS, requirements, UV_CREDENTIALS, uvIndex } from '../commands.ts'
import { Chapter, chapterMetadata, Part } from '../parts.tsx'
import { Commands } from '../snippets.tsx'
import { helpText, helpWords } from '../words.tsx'

export const generateMetadata = chapterMetadata('install')

export default async function InstallHelp() {
  const say = await helpWords('helpPackages.install')
  const text = await helpText('helpPackages.install')
  return (
    <Chapter slug="install" say={say} parts={['once', 'always', 'private', 'mix']}>
      <Part id="once" say={say}>
        <p>{say('once.text')}</p>
        {installers(environment().origin).map(({ tool, commands }) => [<h3 key={`${tool}-name`}>{tool}</h3>, <Commands key={tool} of={{ tool }} texts={commands} />])}
      </Part>
      <Part id="always" say={say}><Settings /></Part>
      <Part id="private" say={say}><Credentials /></Part>
      <Part id="mix" say={say}><p>{say('mix.text')}</p><Picture><TwoIndexes alt={text('mix.alt')} /></Picture><p>{say('mix.pin')}</p></Part>
    </Chapter>
  )
}

async function Settings() {
  const say = await helpWords('helpPackages.install')
  const { origin } = environment()
  return (
    <>
      <p>{say('always.pip')}</p>
      <Commands of={{ tool: 'pip' }} texts={[pipSetting(origin)]} />
      <p>{say('always.requirements')}</p>
      <Commands of={{ file: 'requirements.txt' }} texts={[requirements(origin)]} />
      <p>{say('always.uv')}</p>
      <Commands of={{ file: 'pyproject.toml' }} texts={[uvIndex(origin)]} />
      <p>{say('always.pdm')}</p>
      <Commands of={{ file: 'pyproject.toml' }} texts={[pdmSource(origin)]} />
    </>
  )
}

async function Credentials() {
  const say = await helpWords('helpPackages.install')
  const { origin, hostname } = environment()
  return (
    <>
      <p>{say('private.text')}</p>
      <p>{say('private.netrc')}</p>
      <Commands of={{ file: '~/.netrc' }} texts={[netrc(hostname)]} />
      <p>{say('private.uv')}</p>
      <Commands of="variables" texts={[UV_CREDENTIALS]} />
      <p>{say('private.poetry')}</p>
      <Commands of={{ tool: 'Poetry' }} texts={[POETRY_CREDENTIALS]} />
      <p>{say('private.ci')}</p>
      <Commands of={{ tool: 'pip' }} texts={[pipInCi(origin)]} />
    </>
  )
}
