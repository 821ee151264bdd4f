import { useTranslations } from 'next-intl'
import { Button } from '../ui/button.tsx'
import { Field, Select } from '../ui/field.tsx'

type Props = { query: string; order?: string; /** The id that fields outside the form name. */ id?: string; sortable?: boolean }

/** What to look for, and in which order to show it. A plain GET form: its address can be kept. */
export function SearchForm({ query, order = '', id, sortable }: Props) {
  const t = useTranslations('public.search')
  const orders = [{ value: '', label: t('relevance') }, { value: '-created', label: t('updated') }]
  return (
    <search>
      <form action="/search/" method="get" id={id} className="form-inline">
        <div className="min-w-0 flex-1 basis-60"><Field name="q" id="search-for" type="search" label={t('label')} defaultValue={query} optional={false} required={false} /></div>
        {sortable && <div className="basis-44"><Select name="o" id="search-order" label={t('sort')} options={orders} defaultValue={order} required={false} /></div>}
        <Button kind="primary">{t('submit')}</Button>
      </form>
    </search>
  )
}
