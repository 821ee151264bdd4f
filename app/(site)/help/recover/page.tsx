import { getFormatter } from 'next-intl/server'
import { Days } from '#components/help/days.tsx'
import { History, LostPhone, ScanQr, TypeCode, TypePassword, Warning } from '#components/help/drawings/account.tsx'
import { MyRelease } from '#components/help/drawings/packages.tsx'
import { RECOVERY_REMINDER_DAYS } from '#lib/numbers.ts'
import { recoveryDays } from '#lib/recovery/recovery.ts'
import { Chapter, chapterMetadata, Part, Steps } from '../parts.tsx'
import { helpText, helpWords } from '../words.tsx'

export const generateMetadata = chapterMetadata('recover')

export default async function RecoverHelp() {
  const say = await helpWords('helpAccount.recover')
  return (
    <Chapter slug="recover" say={say} parts={['password', 'phone', 'key', 'codes', 'everything', 'mailbox', 'not-me']}>
      <Part id="password" say={say}><p>{say('password.text')}</p></Part>
      <Part id="phone" say={say}>
        <Steps of="phone" say={say} steps={[['in', <TypeCode key="p" />], ['remove', <LostPhone key="p" />], ['add', <ScanQr key="p" />]]} />
      </Part>
      <Part id="key" say={say}><p>{say('key.text')}</p></Part>
      <Part id="codes" say={say}><p>{say('codes.text')}</p></Part>
      <Part id="everything" say={say}>{recoveryDays() > 0 ? <ByWaiting /> : <p>{say('everything.none')}</p>}</Part>
      <Part id="mailbox" say={say}><p>{say('mailbox.text')}</p></Part>
      <Part id="not-me" say={say}>
        <Steps of="not-me" say={say} steps={[['letter', <Warning key="p" />], ['reset', <TypePassword key="p" />], ['look', <History key="p" />], ['releases', <MyRelease key="p" />]]} />
      </Part>
    </Chapter>
  )
}

async function ByWaiting() {
  const say = await helpWords('helpAccount.recover')
  const text = await helpText('helpAccount.recover')
  const format = await getFormatter()
  const days = recoveryDays()
  const letters = RECOVERY_REMINDER_DAYS.filter((day) => day < days - 1)
  const stop = (key: 'start' | 'letters' | 'last' | 'end', on: number[]) =>
    ({ key, when: say('everything.when', { count: on.length, days: format.list(on.map(String)) }), title: say(`everything.${key}.title`), text: say(`everything.${key}.text`) })
  return (
    <>
      <p>{say('everything.text')}</p>
      <Days label={text('everything.path')} stops={[stop('start', [0]), ...(letters.length > 0 ? [stop('letters', letters)] : []), stop('last', [days - 1]), stop('end', [days])]} />
      <p>{say('everything.vouch')}</p>
      <p>{say('everything.cancel')}</p>
      <p>{say('everything.not')}</p>
    </>
  )
}
