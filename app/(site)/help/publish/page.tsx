import { Publishing } from '#components/help/drawings/packages.tsx'
import { Picture } from '#components/help/walk.tsx'
import { environment } from '#lib/env.ts'
import { BUILD, publishers } from '../commands.ts'
import { Chapter, chapterMetadata, Part } from '../parts.tsx'
import { Commands } from '../snippets.tsx'
import { helpText, helpWords } from '../words.tsx'

export const generateMetadata = chapterMetadata('publish')

export default async function PublishHelp() {
  const say = await helpWords('helpPackages.publish')
  const text = await helpText('helpPackages.publish')
  return (
    <Chapter slug="publish" say={say} parts={['need', 'build', 'upload', 'browser', 'mistake']}>
      <Part id="need" say={say}><p>{say('need.text')}</p><Picture><Publishing alt={text('need.alt')} /></Picture></Part>
      <Part id="build" say={say}><p>{say('build.text')}</p><Commands of={{ tool: 'build' }} texts={BUILD} /></Part>
      <Part id="upload" say={say}><Tools /></Part>
      <Part id="browser" say={say}><p>{say('browser.text')}</p></Part>
      <Part id="mistake" say={say}><p>{say('mistake.yank')}</p><p>{say('mistake.delete')}</p><p>{say('mistake.where')}</p></Part>
    </Chapter>
  )
}

async function Tools() {
  const say = await helpWords('helpPackages.publish')
  return (
    <>
      <p>{say('upload.text')}</p>
      {publishers(environment().origin).map(({ tool, commands, variable }) => [
        <h3 key={`${tool}-name`}>{tool}</h3>,
        <p key={`${tool}-token`}>{variable ? say('upload.asks', { variable }) : say('upload.pypirc')}</p>,
        <Commands key={tool} of={{ tool }} texts={commands} />,
      ])}
      <p>{say('upload.again')}</p>
      <p>{say('trouble')}</p>
    </>
  )
}
