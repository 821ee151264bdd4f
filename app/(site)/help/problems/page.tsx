import { Answers } from '#components/help/answers.tsx'
import { QUESTIONS } from '#lib/help.ts'
import { Chapter, chapterMetadata, Part } from '../parts.tsx'
import { helpWords } from '../words.tsx'
import { SAID } from './questions.ts'

type Group = keyof typeof QUESTIONS
const GROUPS = Object.keys(QUESTIONS) as Group[]

export const generateMetadata = chapterMetadata('problems')

export default async function ProblemsHelp() {
  const say = await helpWords('help.problems')
  return (
    <Chapter slug="problems" say={say} parts={GROUPS}>
      {GROUPS.map((group) => (
        <Part key={group} id={group} say={say}>
          {group === 'upload' && <p>{say('upload.lead')}</p>}
          <Answers answers={QUESTIONS[group].map((id) => ({ id, ask: say(`answers.${id}.ask`), text: say(`answers.${id}.text`), said: SAID[id] }))} />
        </Part>
      ))}
    </Chapter>
  )
}
