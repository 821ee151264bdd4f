import { useTranslations } from 'next-intl'
import { Badge } from '../ui/badge.tsx'

export type ReportedFile = {
  filename: string
  outcome: 'published' | 'unchanged' | 'checked' | 'refused' | 'trouble'
  project?: string
  version?: string
  problems?: { field: string; value: string; rule: string; message: string }[]
}

const TONES = { published: 'good', unchanged: 'accent', checked: 'good', refused: 'bad', trouble: 'bad' } as const

/** What became of each file. Problems are told in the words that programs get, which are English. */
export function UploadReport({ files }: { files: ReportedFile[] }) {
  const t = useTranslations('projects.upload')
  return <ol aria-label={t('files')} className="grid gap-4">{files.map((file, place) => <li key={`${place}-${file.filename}`} className="panel panel-part"><File file={file} /></li>)}</ol>
}

function File({ file }: { file: ReportedFile }) {
  const t = useTranslations('projects.upload')
  const { filename, outcome, project, version, problems = [] } = file
  return (
    <>
      <h2 className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-base leading-snug"><code className="min-w-0 break-all">{filename}</code> <Badge tone={TONES[outcome]}>{t(`outcome.${outcome}`)}</Badge></h2>
      <p className="mt-1 text-label text-ink-2">{outcome === 'refused' ? t('problems', { count: problems.length }) : t(`told.${outcome}`)}</p>
      {outcome !== 'refused' && project && version && outcome !== 'checked' && (
        <p className="mt-1 text-label"><a href={`/project/${project}/${encodeURIComponent(version)}/`}><bdi>{project} {version}</bdi></a></p>
      )}
      {problems.length > 0 && <Problems problems={problems} />}
    </>
  )
}

function Problems({ problems }: { problems: NonNullable<ReportedFile['problems']> }) {
  const t = useTranslations('projects.upload')
  return (
    <ul className="mt-3 grid gap-3">
      {problems.map(({ field, value, rule, message }) => (
        <li key={`${field} ${rule} ${message}`} className="field-invalid">
          <p lang="en" dir="ltr" className="text-start break-words">{message}</p>
          <p className="hint break-words">
            {t('field')} <code>{field}</code> · {t('rule')} <code>{rule}</code>{value !== '' && <> · {t('value')} <code dir="ltr">{value}</code></>}
          </p>
        </li>
      ))}
    </ul>
  )
}
