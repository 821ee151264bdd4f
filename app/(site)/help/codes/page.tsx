import { ButtonOnPage, Printed, SheetInDrawer, TypeCode } from '#components/help/drawings/account.tsx'
import { Chapter, chapterMetadata, Part, Steps } from '../parts.tsx'
import { helpWords } from '../words.tsx'

export const generateMetadata = chapterMetadata('codes')

export default async function CodesHelp() {
  const say = await helpWords('helpAccount.codes')
  return (
    <Chapter slug="codes" say={say} parts={['make', 'use', 'drill', 'renew']}>
      <Part id="make" say={say}>
        <Steps of="make" say={say} steps={[['generate', <ButtonOnPage key="p" />], ['save', <Printed key="p" />], ['prove', <TypeCode key="p" />], ['keep', <SheetInDrawer key="p" />]]} />
      </Part>
      <Part id="use" say={say}><p>{say('use.text')}</p></Part>
      <Part id="drill" say={say}><p>{say('drill.text')}</p></Part>
      <Part id="renew" say={say}><p>{say('renew.text')}</p></Part>
    </Chapter>
  )
}
