import { ButtonOnPage, Fingerprint, GiveName, KeyInDrawer, Keepers, PlugIn, SignedIn, Touch } from '#components/help/drawings/account.tsx'
import { Chapter, chapterMetadata, Part, Steps } from '../parts.tsx'
import { helpWords } from '../words.tsx'

export const generateMetadata = chapterMetadata('keys')

export default async function KeysHelp() {
  const say = await helpWords('helpAccount.keys')
  return (
    <Chapter slug="keys" say={say} parts={['kinds', 'register', 'passkey', 'use', 'test', 'address']}>
      <Part id="kinds" say={say}><p>{say('kinds.key')}</p><p>{say('kinds.passkey')}</p><p>{say('kinds.both')}</p></Part>
      <Part id="register" say={say}>
        <Steps of="register" say={say} steps={[['open', <GiveName key="p" />], ['plug', <PlugIn key="p" />], ['touch', <Touch key="p" />], ['spare', <KeyInDrawer key="p" />]]} />
      </Part>
      <Part id="passkey" say={say}>
        <Steps of="passkey" say={say} steps={[['open', <ButtonOnPage key="p" />], ['keeper', <Keepers key="p" />], ['unlock', <Fingerprint key="p" />], ['use', <SignedIn key="p" />]]} />
      </Part>
      <Part id="use" say={say}><p>{say('use.text')}</p></Part>
      <Part id="test" say={say}><p>{say('test.text')}</p></Part>
      <Part id="address" say={say}><p>{say('address.text')}</p></Part>
    </Chapter>
  )
}
