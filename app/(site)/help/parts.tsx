import type { ReactNode } from 'react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Walk } from '#components/help/walk.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { type HelpChapter, helpPath } from '#lib/help.ts'
import { CHAPTERS } from './chapters.ts'
import { helpText, helpWords, type Say } from './words.tsx'

/** What has a title of its own: `test` of `test.title`. */
type Titled<Key extends string> = Key extends `${infer Part}.title` ? Part : never
type Step<Key extends string, Part extends string> = Key extends `${Part}.${infer One}.title` ? One : never

type StepOf<Key extends string, Part extends string> = [one: Step<Key, Part>, picture?: ReactNode, command?: ReactNode]

/** A page of the help: its title, what it is about, its parts, and the pages before and after it. */
export async function Chapter<Key extends string>({ slug, say, parts, children }: { slug: HelpChapter; say: Say<Key>; parts: Titled<Key>[]; children: ReactNode }) {
  const help = await helpWords('help')
  const t = await getTranslations('help')
  return (
    <>
      <h1>{help(`chapters.${slug}.title`)}</h1>
      <p className="lead">{help(`chapters.${slug}.about`)}</p>
      <nav aria-label={t('contents')}>
        <ul className="help-parts">{parts.map((part) => <li key={part}><a href={`#${part}`}>{titleOf(say, part)}</a></li>)}</ul>
      </nav>
      {children}
      <Pager slug={slug} />
    </>
  )
}

/** Its title in the browser, and what search engines show of it. */
export const chapterMetadata = (slug: HelpChapter) => async (): Promise<Metadata> => {
  const text = await helpText('help')
  return { title: text(`chapters.${slug}.title`), description: text(`chapters.${slug}.about`) }
}

/** A part of a page, under its title; others link to it by its name. */
export function Part<Key extends string>({ id, say, children }: { id: Titled<Key>; say: Say<Key>; children: ReactNode }) {
  return <section id={id} className="help-part"><h2>{titleOf(say, id)}</h2>{children}</section>
}

/** The steps of a part, by name, each with its picture and, where there is one, its command. */
export function Steps<Key extends string, Of extends Titled<Key>>({ of, say, steps }: { of: Of; say: Say<Key>; steps: (StepOf<Key, Of> | false)[] }) {
  return (
    <Walk
      steps={steps.filter((step) => step !== false).map(([one, picture, command]) => ({
        key: one, title: titleOf(say, `${of}.${one}` as Titled<Key>), text: say(`${of}.${one}.text` as Key), picture, command,
      }))}
    />
  )
}

const titleOf = <Key extends string>(say: Say<Key>, part: Titled<Key>) => say(`${part}.title` as Key)

async function Pager({ slug }: { slug: HelpChapter }) {
  const [help, t] = [await helpWords('help'), await getTranslations('help')]
  const place = CHAPTERS.findIndex((chapter) => chapter.slug === slug)
  const [before, after] = [CHAPTERS[place - 1], CHAPTERS[place + 1]]
  return (
    <nav className="help-pager" aria-label={t('further')}>
      {before && <a rel="prev" href={helpPath(before.slug)}><Icon name="previous" small />{help(`chapters.${before.slug}.title`)}</a>}
      {after && <a rel="next" href={helpPath(after.slug)}>{help(`chapters.${after.slug}.title`)}<Icon name="next" small /></a>}
    </nav>
  )
}
