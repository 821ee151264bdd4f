import { getTranslations } from 'next-intl/server'
import { Steps } from '#components/ui/steps.tsx'

const PATH = ['account', 'address', 'signIn'] as const

/** Where a newcomer is on the way from nothing to the first sign-in. */
export async function SignUpPath({ at }: { at: (typeof PATH)[number] }) {
  const t = await getTranslations('auth.path')
  return <Steps className="mb-6" label={t('label')} current={PATH.indexOf(at)} steps={PATH.map((step) => t(step))} />
}
