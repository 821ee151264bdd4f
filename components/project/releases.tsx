import { useTranslations } from 'next-intl'
import type { PageRelease } from '#lib/catalog/project-page.ts'
import { Badge } from '../ui/badge.tsx'
import { Name, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'

type Props = { home: string; releases: PageRelease[]; latest: string }

/** All releases, newest version first. */
export function ReleasesTable({ home, releases, latest }: Props) {
  const t = useTranslations('public.project')
  const columns = [{ label: t('version'), width: 'w-[48%]' }, { label: t('released') }, { label: t('files') }]
  const rows = releases.map((release) => ({
    key: release.version,
    cells: [
      <Name key="version"><a href={`${home}${release.version}/`}><code>{release.version}</code></a><ReleaseState release={release} isLatest={release.version === latest} /></Name>,
      <Time key="released" at={release.releasedAt} />,
      release.files,
    ],
  }))
  return <Table label={t('releases')} columns={columns} rows={rows} />
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
