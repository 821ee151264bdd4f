import { ButtonOnPage, GiveName, LostPhone, ScanQr, TryDigits, TwoPhones, TypeDigits } from '#components/help/drawings/account.tsx'
import { Chapter, chapterMetadata, Part, Steps } from '../parts.tsx'
import { helpWords } from '../words.tsx'

export const generateMetadata = chapterMetadata('apps')

export default async function AppsHelp() {
  const say = await helpWords('helpAccount.apps')
  return (
    <Chapter slug="apps" say={say} parts={['choose', 'set-up', 'use', 'several', 'move']}>
      <Part id="choose" say={say}><p>{say('choose.any')}</p><p>{say('choose.backup')}</p></Part>
      <Part id="set-up" say={say}>
        <Steps of="set-up" say={say} steps={[['open', <ButtonOnPage key="p" />], ['scan', <ScanQr key="p" />], ['name', <GiveName key="p" />], ['code', <TypeDigits key="p" />]]} />
      </Part>
      <Part id="use" say={say}><p>{say('use.text')}</p></Part>
      <Part id="several" say={say}><p>{say('several.text')}</p></Part>
      <Part id="move" say={say}>
        <Steps of="move" say={say} steps={[['add', <TwoPhones key="p" />], ['try', <TryDigits key="p" />], ['remove', <LostPhone key="p" />]]} />
        <p>{say('move.lost')}</p>
      </Part>
    </Chapter>
  )
}
