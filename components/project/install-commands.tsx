import { useTranslations } from 'next-intl'
import { Icon } from '../ui/icon.tsx'
import { Snippet } from '../ui/snippet.tsx'

/** How a release is installed from this index. `version` only where it is not the one that installers would choose. */
export function InstallCommands({ index, name, version, isPrivate }: { index: string; name: string; version: string | null; isPrivate: boolean }) {
  const t = useTranslations('public.project')
  const wanted = version ? `${name}==${version}` : name
  return (
    <div>
      <Snippet commands={[
        { about: t('pip'), text: `pip install --index-url ${index} ${wanted}` },
        { about: t('uv'), text: `uv add --index ${index} ${wanted}` },
      ]} />
      {isPrivate && <p className="mt-2 text-small text-ink-3">{t('privateInstall')}</p>}
      <details className="disclosure mt-2">
        <summary>{t('otherTools')}<Icon name="chevron-down" small /></summary>
        <div className="mt-2">
          <Snippet commands={[
            { about: t('poetrySource'), text: `poetry source add --priority=explicit keep ${index}` },
            { about: t('poetry'), text: `poetry add --source keep ${wanted}` },
            { about: t('pdmSource'), text: `[[tool.pdm.source]]\nname = "keep"\nurl = "${index}"\ninclude_packages = ["${name}"]` },
            { about: t('pdm'), text: `pdm add ${wanted}` },
            { about: t('requirements'), text: `--index-url ${index}\n${wanted}` },
          ]} />
        </div>
      </details>
    </div>
  )
}
