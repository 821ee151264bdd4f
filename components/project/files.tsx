import { useFormatter, useTranslations } from 'next-intl'
import type { PageFile } from '#lib/catalog/project-page.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Hash } from '../ui/snippet.tsx'
import { Name, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { Size } from './size.tsx'
import { interpreterName, platformName } from './tag-names.ts'

/** The files of a release: name and kind, size, date, hash. */
export function FilesTable({ files, none }: { files: PageFile[]; /** What is said instead of an empty table. */ none: string }) {
  const t = useTranslations('public.project')
  if (files.length === 0) return <EmptyState title={none} />
  const columns = [{ label: t('file'), width: 'w-[48%]' }, { label: t('size') }, { label: t('uploaded') }, { label: t('hash') }]
  return <Table label={t('files')} columns={columns} rows={files.map((file) => ({ key: file.filename, cells: cellsOf(file, t('hashOf', { filename: file.filename })) }))} />
}

const cellsOf = (file: PageFile, aboutHash: string) => [
  <Name key="name" sub={<Kind file={file} />}><a href={file.url} rel="nofollow"><code className="text-small">{file.filename}</code></a></Name>,
  <Size key="size" bytes={file.size} />,
  <Time key="uploaded" at={file.uploadedAt} />,
  <Hash key="hash" value={file.sha256} about={aboutHash} />,
]

function Kind({ file }: { file: PageFile }) {
  const t = useTranslations('public.project')
  const format = useFormatter()
  if (file.kind === 'sdist') return t('sdist')
  const platforms = [...new Set(file.platformTags.map((tag) => platformName(tag) ?? t('anyPlatform')))]
  const pythons = [...new Set(file.pythonTags.map(interpreterName))]
  const python = file.abiTags.includes('abi3') ? t('orLater', { version: pythons.join(', ') }) : format.list(pythons, { type: 'unit' })
  return t('wheel', { python, platform: format.list(platforms, { type: 'unit' }) })
}
