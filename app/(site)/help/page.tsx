import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Section } from '#components/ui/section.tsx'
import { Snippet } from '#components/ui/snippet.tsx'
import { environment } from '#lib/env.ts'

const CHAPTERS = ['publish', 'install', 'twoFactor', 'tokens', 'recover'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('help'))('title') }
}

export default async function HelpPage() {
  const t = await getTranslations('help')
  return (
    <div className="max-w-[44rem]">
      <h1>{t('title')}</h1>
      <nav aria-label={t('contents')} className="mt-4">
        <ul className="grid gap-1">{CHAPTERS.map((chapter) => <li key={chapter}><a href={`#${chapter}`}>{t(`${chapter}.title`)}</a></li>)}</ul>
      </nav>
      <Publish />
      <Install />
      <TwoFactor />
      <Tokens />
      <Recover />
    </div>
  )
}

async function Publish() {
  const t = await getTranslations('help.publish')
  const { origin } = environment()
  return (
    <Section id="publish" major title={t('title')} lead={t('intro')}>
      <h3>{t('build')}</h3>
      <p>{t('buildLead')}</p>
      <Snippet commands={[{ about: t('buildAbout'), text: 'python -m build' }]} />
      <h3 className="mt-6">{t('token')}</h3>
      <p>{t.rich('tokenLead', { link: () => <a key="link" href="/manage/account/#api-tokens">{t('tokenLink')}</a> })}</p>
      <h3 className="mt-6">{t('upload')}</h3>
      <p>{t('uploadLead')}</p>
      <Snippet commands={[
        { about: t('twine'), text: `twine upload --repository-url ${origin}/legacy/ -u __token__ dist/*` },
        { about: t('uv'), text: `uv publish --publish-url ${origin}/legacy/ dist/*` },
      ]} />
      <p className="mt-6">{t.rich('browser', { link: (chunk) => <a key="link" href="/manage/projects/upload/">{chunk}</a> })}</p>
      <p className="mt-6">{t('pypirc')}</p>
      <Snippet commands={[{ about: t('pypircAbout'), text: `[keep]\nrepository = ${origin}/legacy/\nusername = __token__\npassword = pypi-…` }]} />
    </Section>
  )
}

async function Install() {
  const t = await getTranslations('help.install')
  const index = `${environment().origin}/simple/`
  return (
    <Section id="install" major title={t('title')} lead={t('intro')}>
      <Snippet commands={[
        { about: t('pip'), text: `pip install --index-url ${index} PROJECT` },
        { about: t('uv'), text: `uv add --default-index ${index} PROJECT` },
      ]} />
      <p className="mt-6">{t('permanent')}</p>
      <Snippet commands={[{ about: t('permanentAbout'), text: `pip config set global.index-url ${index}` }]} />
      <p className="mt-6">{t('mix')}</p>
    </Section>
  )
}

async function TwoFactor() {
  const t = await getTranslations('help.twoFactor')
  return (
    <Section id="twoFactor" major title={t('title')}>
      <div className="prose">
        <p>{t.rich('intro', { link: () => <a key="link" href="/manage/account/#two-factor">{t('link')}</a> })}</p>
        <ul><li>{t('codes')}</li><li>{t('app')}</li><li>{t('key')}</li><li>{t('passkey')}</li></ul>
        <p>{t('uploads')}</p>
      </div>
    </Section>
  )
}

async function Tokens() {
  const t = await getTranslations('help.tokens')
  return (
    <Section id="tokens" major title={t('title')}>
      <div className="prose"><p>{t('intro')}</p><ul><li>{t('narrow')}</li><li>{t('leak')}</li></ul></div>
    </Section>
  )
}

async function Recover() {
  const t = await getTranslations('help.recover')
  return (
    <Section id="recover" major title={t('title')}>
      <div className="prose"><ul><li>{t('password')}</li><li>{t('phone')}</li><li>{t('everything')}</li><li>{t('throttled')}</li></ul></div>
    </Section>
  )
}
