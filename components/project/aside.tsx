import type { ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import type { ProjectPage } from '#lib/catalog/project-page.ts'
import { Badge } from '../ui/badge.tsx'
import { Facts } from '../ui/facts.tsx'
import { Icon } from '../ui/icon.tsx'
import { Time } from '../ui/time.tsx'

const EARLIER = 5
const FOREIGN = 'nofollow ugc noopener noreferrer'

/** The facts about a release, beside its description. */
export function ProjectAside({ page, home }: { page: ProjectPage; home: string }) {
  return (
    <div className="aside">
      <ThisRelease page={page} />
      <People members={page.members} />
      <Links page={page} />
      <OtherReleases page={page} home={home} />
      <Dependencies page={page} />
      <Classifiers page={page} />
    </div>
  )
}

type Of = { page: ProjectPage }

function ThisRelease({ page: { release } }: Of) {
  const t = useTranslations('public.project')
  const facts: [label: string, value: ReactNode][] = [
    [t('released'), <Time key="released" at={release.releasedAt} />],
    [t('python'), release.requiresPython && <Python key="python" specifier={release.requiresPython} />],
    [t('licence'), release.licence && <bdi key="licence">{release.licence}</bdi>],
    [t('publishedBy'), release.publishedBy && <a key="by" href={`/user/${release.publishedBy}/`}><bdi>{release.publishedBy}</bdi></a>],
    [t('author'), release.author && <bdi key="author">{release.author}</bdi>],
    [t('maintainer'), release.maintainer && <bdi key="maintainer">{release.maintainer}</bdi>],
  ]
  return (
    <section id="this-release">
      <h2>{t('thisRelease')}</h2>
      <Facts facts={facts.filter(([, value]) => value).map(([label, value]) => ({ label, value }))} />
    </section>
  )
}

/** The one specifier that most projects give, in words; others as they are. */
function Python({ specifier }: { specifier: string }) {
  const t = useTranslations('public.project')
  const least = /^>=\s*(\d+(?:\.\d+)*)$/.exec(specifier)?.[1]
  return least ? t('orLater', { version: least }) : <code>{specifier}</code>
}

export function People({ members }: Pick<ProjectPage, 'members'>) {
  const t = useTranslations('public.project')
  return (
    <section>
      <h2>{t('people')}</h2>
      <ul>
        {members.map(({ username, role }) => (
          <li key={username}><a href={`/user/${username}/`}><bdi>{username}</bdi></a><span className="text-ink-3">{t(role === 'owner' ? 'owner' : 'maintainerRole')}</span></li>
        ))}
      </ul>
    </section>
  )
}

function OtherReleases({ page: { releases, release }, home }: { page: ProjectPage; home: string }) {
  const t = useTranslations('public.project')
  const others = releases.filter(({ version }) => version !== release.version)
  if (others.length === 0) return null
  return (
    <section>
      <h2>{t('otherReleases')}</h2>
      <ul>
        {others.slice(0, EARLIER).map(({ version, isYanked, releasedAt }) => (
          <li key={version}>
            <a href={`${home}${version}/`}><code>{version}</code></a>
            {isYanked ? <Badge tone="warn">{t('yanked')}</Badge> : <span className="text-ink-3"><Time at={releasedAt} /></span>}
          </li>
        ))}
        {others.length > EARLIER && <li><a href="#releases">{t('allReleases', { count: releases.length })}</a></li>}
      </ul>
    </section>
  )
}

function Links({ page: { release, project } }: Of) {
  const t = useTranslations('public.project')
  return (
    <section>
      <h2>{t('links')}</h2>
      <ul>
        {release.links.map(({ label, url, host }) => <li key={url}><a href={url} rel={FOREIGN}><bdi>{label}</bdi></a><span className="text-tiny text-ink-3"><bdi>{host}</bdi></span></li>)}
        {!project.isPrivate && <li><a href={`/rss/project/${project.normalizedName}/releases.xml`}>{t('feed')}</a><Icon name="rss" small className="text-ink-3" /></li>}
      </ul>
    </section>
  )
}

function Dependencies({ page: { release } }: Of) {
  const t = useTranslations('public.project')
  return (
    <section>
      <h2>{t('dependencies')}</h2>
      {release.dependencies.length === 0 && <p className="text-small text-ink-3">{t('noDependencies')}</p>}
      <ul>{release.dependencies.map((dependency) => <li key={dependency}><code className="text-tiny">{dependency}</code></li>)}</ul>
      {release.extras.length > 0 && <p className="mt-2 text-small"><span className="text-ink-3">{t('extras')}</span> <code className="text-tiny">{release.extras.join(', ')}</code></p>}
    </section>
  )
}

/** By their first part, each with what follows it. They are English by definition. */
function Classifiers({ page: { release } }: Of) {
  const t = useTranslations('public.project')
  if (release.classifiers.length === 0) return null
  const groups = Map.groupBy(release.classifiers, (classifier) => classifier.split(' :: ')[0] ?? classifier)
  return (
    <section>
      <h2>{t('classifiers')}</h2>
      <dl className="text-small" lang="en">
        {[...groups].map(([group, classifiers]) => (
          <div key={group} className="mt-2">
            <dt className="text-tiny text-ink-3"><bdi>{group}</bdi></dt>
            {classifiers.map((classifier) => <dd key={classifier}><a href={`/search/?c=${encodeURIComponent(classifier)}`}><bdi>{classifier.split(' :: ').slice(1).join(' › ') || group}</bdi></a></dd>)}
          </div>
        ))}
      </dl>
    </section>
  )
}
