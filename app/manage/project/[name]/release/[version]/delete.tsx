import { getTranslations } from 'next-intl/server'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { DangerZone } from '#components/ui/danger-zone.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import type { FileRow, ListedRelease } from '#lib/catalog/listed-releases.ts'
import { BIN_HOURS } from '#lib/numbers.ts'
import { words } from '../../../../../words.ts'
import { deleteFile, deleteRelease } from '../../actions.ts'

const asTyped = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const

/** The last step of deleting one file. */
export async function DeleteFileZone({ project, version, file }: { project: string; version: string; file: FileRow }) {
  const t = await getTranslations('projects.deletion')
  const back = `/manage/project/${project}/release/${encodeURIComponent(version)}/`
  return (
    <Section id="delete-file" title={t('fileTitle')}>
      <DangerZone title={file.filename} consequence={t('fileConsequence', { hours: BIN_HOURS })}>
        <ActionForm action={deleteFile} errors={await words('projects.errors')} id="delete-file-form">
          <input type="hidden" name="project" value={project} />
          <input type="hidden" name="version" value={version} />
          <input type="hidden" name="id" value={file.id} />
          <Field name="confirmation" label={t('typeProject', { name: project })} {...asTyped} />
          <div className="flex flex-wrap gap-3"><Button kind="danger" busy={t('busy')}>{t('file')}</Button><LinkButton href={back}>{t('cancel')}</LinkButton></div>
        </ActionForm>
      </DangerZone>
    </Section>
  )
}

/** Deleting the whole release. */
export async function DeleteReleaseZone({ project, release: { version } }: { project: string; release: ListedRelease }) {
  const t = await getTranslations('projects.deletion')
  return (
    <Section id="delete-release" title={t('releaseTitle')} lead={t('yankFirst')}>
      <DangerZone title={t('releaseHeading', { version })} consequence={t('releaseConsequence', { hours: BIN_HOURS })}>
        <ActionForm action={deleteRelease} errors={await words('projects.errors')} id="delete-release-form">
          <input type="hidden" name="project" value={project} />
          <input type="hidden" name="version" value={version} />
          <Field name="confirmation" label={t('typeVersion', { version })} {...asTyped} />
          <div><Button kind="danger" busy={t('busy')}>{t('release')}</Button></div>
        </ActionForm>
      </DangerZone>
    </Section>
  )
}
