import { Factors, MailedDigits, SignedIn, TypePassword } from '#components/help/drawings/account.tsx'
import { environment } from '#lib/env.ts'
import { Chapter, chapterMetadata, Part, Steps } from '../parts.tsx'
import { helpWords } from '../words.tsx'

export const generateMetadata = chapterMetadata('sign-in')

export default async function SignInHelp() {
  const say = await helpWords('helpAccount.sign-in')
  const { confirmNewBrowsers } = environment()
  return (
    <Chapter slug="sign-in" say={say} parts={['steps', 'remembered', 'confirm', 'letters', 'elsewhere']}>
      <Part id="steps" say={say}>
        <Steps
          of="steps" say={say}
          steps={[['password', <TypePassword key="p" />], ['factor', <Factors key="p" />], confirmNewBrowsers && ['mailed', <MailedDigits key="p" />], ['in', <SignedIn key="p" />]]}
        />
      </Part>
      <Part id="remembered" say={say}><p>{say('remembered.tick')}</p><p>{say('remembered.cookie')}</p><p>{say('remembered.forget')}</p></Part>
      <Part id="confirm" say={say}><p>{say('confirm.text')}</p></Part>
      <Part id="letters" say={say}><p>{say('letters.text')}</p></Part>
      <Part id="elsewhere" say={say}><p>{say('elsewhere.text')}</p></Part>
    </Chapter>
  )
}
