import { Address, Copy, Mail, NewKey, OldKeyGone, Proxy, Resealed, TwoKeepers } from '#components/help/drawings/site.tsx'
import { Table } from '#components/ui/table.tsx'
import { Chapter, chapterMetadata, Part, Steps } from '../parts.tsx'
import { Commands } from '../snippets.tsx'
import { helpText, helpWords } from '../words.tsx'
import { COMMANDS, run, VARIABLES } from './names.ts'

export const generateMetadata = chapterMetadata('operators')

export default async function OperatorsHelp() {
  const say = await helpWords('helpOperators')
  const step = (...names: (keyof typeof COMMANDS)[]) => <Commands of={{ tool: 'Wheelkeep' }} texts={names.map(run)} />
  return (
    <Chapter slug="operators" say={say} parts={['first', 'settings', 'commands', 'backup', 'keys', 'people', 'watch']}>
      <p className="mt-6 max-w-measure">{say('docs')}</p>
      <Part id="first" say={say}>
        <Steps of="first" say={say} steps={[['address', <Address key="p" />], ['mail', <Mail key="p" />], ['proxy', <Proxy key="p" />], ['admin', <TwoKeepers key="p" />]]} />
      </Part>
      <Part id="settings" say={say}><Variables /></Part>
      <Part id="commands" say={say}><CommandTable /></Part>
      <Part id="backup" say={say}><p>{say('backup.parts')}</p><p>{say('backup.own')}</p><p>{say('backup.apart')}</p><p>{say('backup.try')}</p></Part>
      <Part id="keys" say={say}>
        <p>{say('keys.text')}</p>
        <Steps
          of="keys" say={say}
          steps={[['backup', <Copy key="p" />], ['rotate', <NewKey key="p" />, step('rotate-secrets-key')], ['reseal', <Resealed key="p" />, step('reseal')], ['drop', <OldKeyGone key="p" />, step('drop-old-keys')]]}
        />
        <p>{say('keys.more')}</p>
      </Part>
      <Part id="people" say={say}><p>{say('people.accounts')}</p><p>{say('people.recoveries')}</p><p>{say('people.packages')}</p><p>{say('people.announce')}</p></Part>
      <Part id="watch" say={say}><p>{say('watch.text')}</p></Part>
    </Chapter>
  )
}

async function Variables() {
  const [say, text] = [await helpWords('helpOperators'), await helpText('helpOperators')]
  return (
    <>
      <p>{say('settings.text')}</p>
      <Table
        label={text('settings.title')} columns={[{ label: text('settings.variable'), width: 'w-[38%]' }, { label: text('settings.meaning') }]}
        rows={VARIABLES.map((name) => ({ key: name, cells: [<code key="name">{name}</code>, say(`settings.variables.${name}`)] }))}
      />
    </>
  )
}

async function CommandTable() {
  const [say, text] = [await helpWords('helpOperators'), await helpText('helpOperators')]
  return (
    <>
      <p>{say('commands.text')}</p>
      <Table
        label={text('commands.title')} columns={[{ label: text('commands.command'), width: 'w-[38%]' }, { label: text('commands.meaning') }]}
        rows={Object.entries(COMMANDS).map(([name]) => ({ key: name, cells: [<code key="name">{run(name as keyof typeof COMMANDS)}</code>, say(`commands.names.${name as keyof typeof COMMANDS}`)] }))}
      />
    </>
  )
}
