import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SetUpProgress, type ShownStep } from '#components/setup/progress.tsx'
import { SET_UP_STEPS, type SetUpStep } from '#lib/admin/input.ts'
import { findSetUp, type SetUp } from '#lib/admin/set-up.ts'
import { environment } from '#lib/env.ts'
import { findAdmin, requireSudo, requireUser } from '#lib/web/guards.ts'
import { Missing } from '../../../missing.tsx'
import { AddressStep, CodesStep, FactorStep } from '../account-steps.tsx'
import { FirstPackageStep, PoliciesStep, SiteStep } from '../site-steps.tsx'

type Props = { params: Promise<{ step: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('setup'))('title', { site: environment().siteName }) }
}

export default async function SetUpPage({ params }: Props) {
  const { step: asked } = await params
  const step = SET_UP_STEPS.find((known) => known === asked)
  if (!step) return <Missing />
  const user = await requireUser(`/setup/${step}/`, { withoutFactor: true })
  if (!user.isAdmin) return <Missing />
  const setUp = await findSetUp(user.id)
  if (ADMINISTERS.has(step) && isDone(setUp, 'second-factor')) await confirmed(`/setup/${step}/`)
  const t = await getTranslations('setup')
  return (
    <div className="max-w-[52rem]">
      <p className="text-small text-ink-3">{t('title', { site: environment().siteName })}</p>
      <SetUpProgress label={t('progress')} current={step} steps={[{ name: 'account', label: t('steps.account'), state: 'done', href: null }, ...(await shown(setUp))]} />
      <div className="mt-8 max-w-[44rem]"><Step step={step} user={user} done={isDone(setUp, step)} protectedByFactor={isDone(setUp, 'second-factor')} /></div>
    </div>
  )
}

export type StepProps = { user: { id: string; username: string }; done: boolean; protectedByFactor: boolean }

const PAGES: Record<SetUpStep, (props: StepProps) => Promise<React.ReactNode>> = {
  address: AddressStep, 'recovery-codes': CodesStep, 'second-factor': FactorStep, site: SiteStep, policies: PoliciesStep, 'first-package': FirstPackageStep,
}

function Step({ step, ...props }: StepProps & { step: SetUpStep }) {
  const Page = PAGES[step]
  return <Page {...props} />
}

/** What their forms ask for is asked before anything is typed. */
const ADMINISTERS = new Set<SetUpStep>(['site', 'policies'])

async function confirmed(here: string): Promise<void> {
  await findAdmin(here)
  await requireSudo(here)
}

const isDone = ({ steps }: SetUp, step: SetUpStep) => steps.some(({ name, state }) => name === step && state === 'done')

/** Every step can be opened: none depends on the order but by what it asks for itself. */
async function shown({ steps }: SetUp): Promise<ShownStep[]> {
  const t = await getTranslations('setup.steps')
  return steps.map(({ name, state }) => ({ name, state, label: t(name), href: `/setup/${name}/` }))
}
