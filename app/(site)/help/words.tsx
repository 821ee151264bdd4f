import type { ReactNode } from 'react'
import { getTranslations } from 'next-intl/server'
import { figures } from './figures.ts'
import { labels } from './labels.ts'

type Namespace =
  | 'help' | 'help.problems' | `helpAccount.${'two-factor' | 'apps' | 'keys' | 'codes' | 'sign-in' | 'recover'}` | 'helpPackages.commands'
  | `helpPackages.${'tokens' | 'publish' | 'install'}` | 'helpOperators'
type KeyOf<N extends Namespace> = Parameters<Awaited<ReturnType<typeof getTranslations<N>>>['has']>[0]

/** Says a sentence of the help; the limits, the names of buttons and the links in it are filled in. */
export type Say<Key extends string = string> = (key: Key, values?: Record<string, string | number>) => ReactNode

/** The sentences of a part of the help, to be shown. */
export async function helpWords<N extends Namespace>(namespace: N): Promise<Say<KeyOf<N>>> {
  const t = (await getTranslations(namespace)) as unknown as { rich: (key: string, values: object) => ReactNode }
  const filled = { ...figures(), ...(await labels()), ...LINKS, b: bold, c: code }
  return (key, values) => t.rich(key, { ...filled, ...values })
}

/** The same as plain text, for titles and what is read aloud only. */
export async function helpText<N extends Namespace>(namespace: N): Promise<(key: KeyOf<N>, values?: Record<string, string | number>) => string> {
  const t = (await getTranslations(namespace)) as unknown as (key: string, values: object) => string
  const filled = figures()
  return (key, values) => t(key, { ...filled, ...values })
}

const bold = (chunks: ReactNode) => <b>{chunks}</b>
const code = (chunks: ReactNode) => <code>{chunks}</code>
const linkTo = (href: string) => (chunks: ReactNode) => <a href={href}>{chunks}</a>

const ACCOUNT = '/manage/account/'

/** Where the sentences of the help lead, by the names of their tags. */
const LINKS = {
  toFactors: linkTo(`${ACCOUNT}#two-factor`), toEmails: linkTo(`${ACCOUNT}#account-emails`), toTokens: linkTo(`${ACCOUNT}#api-tokens`), toNewToken: linkTo(`${ACCOUNT}token/`),
  toCodes: linkTo(`${ACCOUNT}recovery-codes/`), toTestCode: linkTo(`${ACCOUNT}test-code/`), toSessions: linkTo(`${ACCOUNT}sessions/`), toHistory: linkTo(`${ACCOUNT}history/`),
  toProjects: linkTo('/manage/projects/'), toUpload: linkTo('/manage/projects/upload/'), toNewProject: linkTo('/manage/projects/new/'), toRegister: linkTo('/account/register/'), toReset: linkTo('/account/request-password-reset/'),
  toSettings: linkTo('/admin/settings/'), toRecoveries: linkTo('/admin/recoveries/'), toAnnounce: linkTo('/admin/announcements/'), toAdminProjects: linkTo('/admin/projects/'), toPeople: linkTo('/admin/users/'), toRules: linkTo('/admin/settings/#rules'),
  helpTwoFactor: linkTo('/help/two-factor/'), helpApps: linkTo('/help/apps/'), helpKeys: linkTo('/help/keys/'), helpKeysTest: linkTo('/help/keys/#test'), helpCodes: linkTo('/help/codes/'),
  helpSignInConfirm: linkTo('/help/sign-in/#confirm'), helpTokens: linkTo('/help/tokens/'), helpTokensWhere: linkTo('/help/tokens/#where'), helpTokensNarrow: linkTo('/help/tokens/#narrow'),
  helpPublish: linkTo('/help/publish/'), helpPublishUpload: linkTo('/help/publish/#upload'), helpInstall: linkTo('/help/install/'), helpInstallPrivate: linkTo('/help/install/#private'), helpInstallMix: linkTo('/help/install/#mix'),
  helpRecover: linkTo('/help/recover/'), helpRecoverPhone: linkTo('/help/recover/#phone'), helpRecoverNotMe: linkTo('/help/recover/#not-me'), helpProblemsUpload: linkTo('/help/problems/#upload'),
}
