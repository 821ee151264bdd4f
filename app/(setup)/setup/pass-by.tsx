import { getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import type { SetUpStep } from '#lib/admin/input.ts'
import { passBy } from './actions.ts'

/** On to the next step: because this one is done, or because it can wait. */
export async function PassBy({ step, done }: { step: SetUpStep; done: boolean }) {
  const t = await getTranslations('setup')
  return (
    <ActionForm action={passBy} className="mt-6" label={t(done ? 'next' : 'later')}>
      <input type="hidden" name="step" value={step} />
      <input type="hidden" name="how" value={done ? 'done' : 'later'} />
      <div><Button kind={done ? 'primary' : 'quiet'} busy={t('laterBusy')}>{t(done ? 'next' : 'later')}</Button></div>
    </ActionForm>
  )
}
