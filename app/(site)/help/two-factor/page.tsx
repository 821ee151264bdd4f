import { Addresses } from '#components/help/addresses.tsx'
import { CodesOnPaper, ConfirmedLetter, Factors, Spare, TwoThings, Wall } from '#components/help/drawings/account.tsx'
import { Picture } from '#components/help/walk.tsx'
import { Table } from '#components/ui/table.tsx'
import { environment } from '#lib/env.ts'
import { Chapter, chapterMetadata, Part, Steps } from '../parts.tsx'
import { helpText, helpWords } from '../words.tsx'

const FACTORS = ['key', 'passkey', 'app', 'code'] as const

export const generateMetadata = chapterMetadata('two-factor')

export default async function TwoFactorHelp() {
  const say = await helpWords('helpAccount.two-factor')
  const text = await helpText('helpAccount.two-factor')
  const { twoFactor, origin } = environment()
  return (
    <Chapter slug="two-factor" say={say} parts={['what', 'which', 'phishing', 'set-up', 'rule']}>
      <Part id="what" say={say}>
        <p>{say('what.two')}</p>
        <p>{say('what.scope')}</p>
        <Picture><TwoThings alt={text('what.alt')} /></Picture>
      </Part>
      <Part id="which" say={say}>
        <Table
          label={text('which.title')}
          columns={[{ label: text('which.factor') }, { label: text('which.have') }, { label: text('which.do') }, { label: text('which.phish') }]}
          rows={FACTORS.map((factor) => ({ key: factor, cells: [say(`which.${factor}`), say(`which.${factor}Have`), say(`which.${factor}Do`), say(`which.${factor}Phish`)] }))}
        />
        <p>{say('which.advice')}</p>
      </Part>
      <Part id="phishing" say={say}>
        <p>{say('phishing.trap')}</p>
        <Addresses
          origin={origin}
          right={{ title: say('phishing.right'), says: say('phishing.rightSays') }} wrong={{ title: say('phishing.false'), says: say('phishing.falseSays') }}
        />
        <p>{say('phishing.key')}</p>
        <p>{say('phishing.app')}</p>
      </Part>
      <Part id="set-up" say={say}>
        <Steps of="set-up" say={say} steps={[['email', <ConfirmedLetter key="p" />], ['codes', <CodesOnPaper key="p" />], ['factor', <Factors key="p" />], ['spare', <Spare key="p" />], ['check', <Wall key="p" />]]} />
      </Part>
      <Part id="rule" say={say}><p>{say(twoFactor === 'required' ? 'rule.required' : 'rule.encouraged')}</p></Part>
    </Chapter>
  )
}
