import { useTranslations } from 'next-intl'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Icon } from '../ui/icon.tsx'

/** As PyPI orders them; others follow. */
const ORDER = ['Framework', 'Topic', 'Development Status', 'License', 'Programming Language', 'Operating System', 'Environment', 'Intended Audience', 'Natural Language']
const placeOf = (group: string) => (ORDER.includes(group) ? ORDER.indexOf(group) : ORDER.length)

type Used = { classifier: string; projects: number }

/** Classifiers to narrow a search by: fields of the form with that id, wherever it stands. */
export function ClassifierFilter({ used, chosen, form }: { used: Used[]; chosen: string[]; form: string }) {
  const t = useTranslations('public.search')
  if (used.length === 0) return null
  const groups = [...Map.groupBy(used, ({ classifier }) => classifier.split(' :: ')[0] ?? classifier)].sort(([a], [b]) => placeOf(a) - placeOf(b))
  return (
    <div className="aside">
      <section id="classifiers">
        <h2>{t('classifiers')}</h2>
        <div className="grid gap-1" lang="en">
          {groups.map(([group, members]) => <Group key={group} group={group} members={members} chosen={chosen} form={form} />)}
        </div>
        <div className="mt-4"><Button form={form}>{t('apply')}</Button></div>
      </section>
    </div>
  )
}

function Group({ group, members, chosen, form }: { group: string; members: Used[]; chosen: string[]; form: string }) {
  const isOpen = members.some(({ classifier }) => chosen.includes(classifier))
  return (
    <details className="disclosure" open={isOpen}>
      <summary><bdi>{group}</bdi><Icon name="chevron-down" small /></summary>
      <div className="facets">
        {members.map(({ classifier, projects }) => (
          <Checkbox key={classifier} id={`c-${classifier}`} name="c" value={classifier} form={form} defaultChecked={chosen.includes(classifier)}
            label={<><bdi>{classifier.split(' :: ').slice(1).join(' › ') || group}</bdi> <span className="text-ink-3">{projects}</span></>} />
        ))}
      </div>
    </details>
  )
}
