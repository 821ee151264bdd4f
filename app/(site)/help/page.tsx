import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Walk } from '#components/help/walk.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { helpPath } from '#lib/help.ts'
import { GROUPS } from './chapters.ts'
import { helpWords } from './words.tsx'

const FIRST_STEPS = ['account', 'protect', 'token', 'publish', 'install'] as const

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('help')
  return { title: t('title'), description: t('lead') }
}

/** The contents: what there is to read, and the shortest way from an account to a release. */
export default async function HelpPage() {
  const help = await helpWords('help')
  return (
    <>
      <h1>{help('title')}</h1>
      <p className="lead">{help('lead')}</p>
      <div className="mt-8 grid gap-x-14 wide:grid-cols-2">
        {GROUPS.map(({ key, chapters }) => (
          <section key={key} className="help-part">
            <h2>{help(`groups.${key}`)}</h2>
            <ul className="help-chapters">
              {chapters.map(({ slug, anchor, icon }) => (
                <li key={slug} id={anchor}>
                  <Icon name={icon} />
                  <div><h3><a href={helpPath(slug)}>{help(`chapters.${slug}.title`)}</a></h3><p>{help(`chapters.${slug}.about`)}</p></div>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <section className="help-part">
        <h2>{help('start.title')}</h2>
        <Walk steps={FIRST_STEPS.map((step) => ({ key: step, text: help(`start.${step}`) }))} />
      </section>
      <section className="help-part"><h2>{help('stuck.title')}</h2><p>{help('stuck.text')}</p></section>
    </>
  )
}
