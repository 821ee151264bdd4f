import { Alert } from '../ui/alert.tsx'
import { GoFirst } from '../ui/form.tsx'

/** What a script may have to say at a form, ready on every page (alerts.ts): nobody is asked for it when the network is gone. */
export function Templates({ notSent }: { notSent: string }) {
  return (
    <>
      <template data-alert="not-sent"><Alert tone="bad" live className="mb-6">{notSent}</Alert></template>
      <template data-alert="sign-in-first"><GoFirst error="sign-in-first" /></template>
      <template data-alert="confirm-first"><GoFirst error="confirm-first" sendsItself /></template>
    </>
  )
}
