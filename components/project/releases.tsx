import { useTranslations } from 'next-intl'
import type { PageRelease } from '#lib/catalog/project-page.ts'
import { Badge } from '../ui/badge.tsx'
import { Pagination } from '../ui/pagination.tsx'
import { Name, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'

/** One page of them, and where another is. */
export type ShownReleases = { listed: PageRelease[]; page: number; pages: number; href: (page: number) => string }
type Props = { home: string; releases: ShownReleases; latest: string }

/** Releases, newest version first. */
export function ReleasesTable({ home, releases: { listed, ...pages }, latest }: Props) {
  const t = useTranslations('public.project')
  const columns = [{ label: t('version'), width: 'w-[48%]' }, { label: t('released') }, { label: t('files') }]
  const rows = listed.map((release) => ({
    key: release.version,
    cells: [
      <Name key="version"><a href={`${home}${release.version}/`}><code>{release.version}</code></a><ReleaseState release={release} isLatest={release.version === latest} /></Name>,
      <Time key="released" at={release.releasedAt} />,
      release.files,
    ],
  }))
  return (
    <>
      <Table label={t('releases')} columns={columns} rows={rows} />
      <div className="mt-6 empty:hidden"><Pagination {...pages} /></div>
    </>
  )
}

function ReleaseState({ release, isLatest }: { release: PageRelease; isLatest: boolean }) {
  const t = useTranslations('public.project')
  return (
    <>
      {release.isYanked && <Badge tone="warn">{t('yanked')}</Badge>}
      {release.isPrerelease && <Badge>{t('prerelease')}</Badge>}
      {isLatest && <Badge>{t('latest')}</Badge>}
    </>
  )
}
