import { History } from '#components/help/drawings/account.tsx'
import { CopyToken, CutToken, EndOfToken, NewToken, OneOfThree, TokenScope, TwoWays } from '#components/help/drawings/packages.tsx'
import { Picture } from '#components/help/walk.tsx'
import { environment } from '#lib/env.ts'
import { keyring, NARROW, pypirc, READ_ONLY, twineVariables, TYPED_VARIABLE, workflowStep } from '../commands.ts'
import { Chapter, chapterMetadata, Part, Steps } from '../parts.tsx'
import { Commands } from '../snippets.tsx'
import { helpText, helpWords } from '../words.tsx'

export const generateMetadata = chapterMetadata('tokens')

export default async function TokensHelp() {
  const say = await helpWords('helpPackages.tokens')
  const text = await helpText('helpPackages.tokens')
  return (
    <Chapter slug="tokens" say={say} parts={['what', 'make', 'where', 'narrow', 'leaked']}>
      <Part id="what" say={say}><p>{say('what.limits')}</p><Picture><TokenScope alt={text('what.alt')} /></Picture></Part>
      <Part id="make" say={say}>
        <Steps of="make" say={say} steps={[['name', <NewToken key="p" />], ['purpose', <TwoWays key="p" />], ['scope', <OneOfThree key="p" />], ['expires', <EndOfToken key="p" />], ['copy', <CopyToken key="p" />]]} />
      </Part>
      <Part id="where" say={say}><Places /></Part>
      <Part id="narrow" say={say}>
        <p>{say('narrow.text')}</p>
        <Commands of="script" texts={[NARROW]} />
        <p>{say('narrow.read')}</p>
        <Commands of="script" texts={[READ_ONLY]} />
        <p>{say('narrow.removed')}</p>
      </Part>
      <Part id="leaked" say={say}>
        <Steps of="leaked" say={say} steps={[['remove', <CutToken key="p" />], ['look', <History key="p" />], ['renew', <NewToken key="p" />]]} />
        <p>{say('leaked.scanners')}</p>
      </Part>
    </Chapter>
  )
}

async function Places() {
  const say = await helpWords('helpPackages.tokens')
  const { origin } = environment()
  return (
    <>
      <h3>{say('where.laptop')}</h3>
      <p>{say('where.pypirc')}</p>
      <Commands of={{ file: '~/.pypirc' }} texts={[pypirc(origin)]} />
      <p>{say('where.keyring')}</p>
      <Commands of={{ tool: 'keyring' }} texts={[keyring(origin)]} />
      <p>{say('where.session')}</p>
      <Commands of="variables" texts={[TYPED_VARIABLE]} />
      <h3>{say('where.ci')}</h3>
      <p>{say('where.ciText')}</p>
      <Commands of={{ tool: 'uv' }} texts={[workflowStep(origin)]} />
      <Commands of="variables" texts={[twineVariables(origin)]} />
      <p>{say('where.never')}</p>
    </>
  )
}
