import { useTranslations } from 'next-intl'
import { Button, LinkButton } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'
import { abiName, interpreterName, platformName } from './tag-names.ts'

export type ShownFiles = {
  /** Where the form leads: the page without its query. */
  path: string
  options: { pythons: string[]; abis: string[]; platforms: string[] }
  chosen: { python: string | null; abi: string | null; platform: string | null }
  shown: number
  all: number
}

/** Narrows a long list of files by the tags of their names. A plain GET form: its address can be kept. */
export function FileFilter({ path, options, chosen, shown, all }: ShownFiles) {
  const t = useTranslations('public.project.filter')
  const any = { value: '', label: t('any') }
  const listed = (tags: string[], nameOf: (tag: string) => string) =>
    [any, ...tags.map((tag) => ({ value: tag, label: nameOf(tag) === tag ? tag : t('named', { name: nameOf(tag), tag }) }))]
  const isChosen = Object.values(chosen).some((tag) => tag !== null)
  return (
    <search className="mb-4 block">
      <form action={`${path}#files`} method="get" aria-label={t('label')} className="form-inline">
        <Choice name="python" label={t('python')} options={listed(options.pythons, interpreterName)} chosen={chosen.python} />
        <Choice name="abi" label={t('abi')} options={listed(options.abis, (tag) => abiName(tag) ?? (tag === 'none' ? t('noAbi') : tag))} chosen={chosen.abi} />
        <Choice name="platform" label={t('platform')} options={listed(options.platforms, (tag) => platformName(tag) ?? t('anyPlatform'))} chosen={chosen.platform} />
        <Button>{t('apply')}</Button>
        {isChosen && <LinkButton kind="quiet" href={`${path}#files`}>{t('reset')}</LinkButton>}
      </form>
      <p className="mt-2 text-small text-ink-2"><output>{isChosen ? t('some', { shown, all }) : t('all', { all })}</output></p>
    </search>
  )
}

function Choice({ name, label, options, chosen }: { name: string; label: string; options: { value: string; label: string }[]; chosen: string | null }) {
  return <div className="min-w-0 flex-1 basis-52"><Select name={name} id={`files-${name}`} label={label} options={options} defaultValue={chosen ?? ''} required={false} /></div>
}
