import { useTranslations } from 'next-intl'
import { Badge } from '../ui/badge.tsx'
import { Time } from '../ui/time.tsx'

export type ProjectLine = { name: string; summary: string; /** Null where there is none yet; left out where it is not shown. */ version?: string | null; isArchived: boolean; at: Date }

/** Projects under each other, each with its summary and a date. */
export function ProjectList({ projects, now, level = 3 }: { projects: ProjectLine[]; now: Date; level?: 2 | 3 }) {
  const t = useTranslations('public.project')
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <ul className="project-list">
      {projects.map(({ name, summary, version, isArchived, at }) => (
        <li key={name}>
          <div className="flex items-baseline justify-between gap-4">
            <Heading>
              <a href={`/project/${name}/`}><bdi>{name}</bdi></a>
              {version && <bdi className="version">{version}</bdi>}
              {isArchived && <Badge icon="archive">{t('archived')}</Badge>}
            </Heading>
            <span className="text-tiny text-ink-3"><Time at={at} look="recent" now={now} /></span>
          </div>
          {summary && <p><bdi>{summary}</bdi></p>}
          {version === null && <p className="text-ink-3">{t('noRelease')}</p>}
        </li>
      ))}
    </ul>
  )
}
