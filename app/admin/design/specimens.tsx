import { Header } from '#components/site/header.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Bars } from '#components/ui/bars.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { Checkbox, RadioGroup } from '#components/ui/choice.tsx'
import { DangerZone } from '#components/ui/danger-zone.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Facts } from '#components/ui/facts.tsx'
import { CodeInput, Field, Select, TextArea } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Pagination } from '#components/ui/pagination.tsx'
import { Panel, PanelTail, Way } from '#components/ui/panel.tsx'
import { PasswordField } from '#components/ui/password-field.tsx'
import { Pips } from '#components/ui/pips.tsx'
import { Checks, Score } from '#components/ui/score.tsx'
import { Section } from '#components/ui/section.tsx'
import { Hash, Snippet } from '#components/ui/snippet.tsx'
import { Steps } from '#components/ui/steps.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { Time } from '#components/ui/time.tsx'
import { Timeline } from '#components/ui/timeline.tsx'
import { TokenOnce } from '#components/ui/token-once.tsx'
import { stay, tryForm } from './actions.ts'
import { ListStates } from './list-states.tsx'
import { Show } from './show.tsx'

const now = new Date('2026-11-24T16:00:00Z')
const at = (iso: string) => new Date(iso)

export function Specimens() {
  return (
    <>
      <h1>Components</h1>
      <Show title="The header of an administrator"><Header siteName="Wheelkeep" user={{ username: 'mira', isAdmin: true }} signOut={stay} searchId="q-shown" /></Show>
      <Show title="Buttons">
        <div className="flex flex-wrap items-center gap-3">
          <Button kind="primary">Turn on</Button>
          <Button>Rename</Button>
          <Button kind="danger">Delete project</Button>
          <Button kind="quiet">Cancel</Button>
          <Button kind="quiet-danger" about="Phone">Remove</Button>
          <Button small icon="copy">Small</Button>
          <LinkButton href="#forms" icon="add">A link</LinkButton>
        </div>
      </Show>
      <Show title="Badges">
        <div className="flex flex-wrap gap-1.5">
          <Badge>Latest release</Badge><Badge tone="accent">Passkey</Badge><Badge tone="good" icon="shield">Attested</Badge>
          <Badge tone="warn">Yanked</Badge><Badge icon="archive">Archived</Badge><Badge icon="lock">Private</Badge>
          <Badge tone="bad">Quarantined</Badge><Badge icon="shield">2FA on</Badge>
        </div>
      </Show>
      <Show title="Alerts">
        <div className="grid gap-3">
          <Alert>Uploads never ask for a code. They use API tokens.</Alert>
          <Alert tone="good">The key “Blue key on keyring” is registered.</Alert>
          <Alert tone="warn"><b>ayu has no second factor.</b> Anyone who learns that password can make a token and publish. <a href="#top">Ask ayu to add one</a>.</Alert>
          <Alert tone="bad">Uploads are frozen while account recovery runs. <a href="#top">Cancel recovery</a></Alert>
        </div>
      </Show>
      <Show title="Error summary, then the field it names">
        <div className="grid gap-6">
          <ErrorSummary problems={[{ href: '#shown', text: 'That code has already been used. Wait for the next one.' }]} />
          <CodeInput id="shown" name="shown" label="Authentication code" hint="Six digits from your authenticator app." error="That code has already been used. Wait for the next one." defaultValue="482016" />
        </div>
      </Show>
      <Show title="A form: send it empty, then with 111111">
        <Forms />
      </Show>
      <Show title="Ways in a panel"><Ways /></Show>
      <Show title="Token, shown once">
        <TokenOnce label="Your new token" warning="Copy it now. We keep no readable copy and cannot show it again." value="pypi-AgEPd2hlZWxzLm5vcnRoZmllbGQCJDJmYTA0YzNlLTk2YjQtNGQ1ZS1iMzQxLTdhYzA1ZGU2MWYyMwACKlszLCJ0aWRlbWFyayJdAAAGIPExample">
          This token may <b>upload new releases of tidemark</b> until <b><Time at={at('2027-02-01T00:00:00Z')} /></b>. It may not delete, yank or invite.
        </TokenOnce>
      </Show>
      <Show title="Check-up"><CheckUp /></Show>
      <Show title="Recovery codes"><Pips left={7} of={10}>7 of 10 codes left</Pips></Show>
      <Tables />
      <Show title="Navigation">
        <Breadcrumbs trail={[{ href: '/manage/projects/', label: 'Your projects' }, { href: '/project/tidemark/', label: 'tidemark' }]} here="Who can publish" />
        <Steps className="my-6" label="Steps" steps={['Confirm it is you', 'Add the app', 'Save recovery codes']} current={1} />
        <Tabs label="Project" tabs={[{ href: '#a', label: 'Description', current: true }, { href: '#b', label: 'Files', count: 3 }, { href: '#c', label: 'Releases', count: 23 }, { href: '#d', label: 'History' }]} />
        <div className="mt-6"><Pagination page={2} pages={9} href={(page) => `?page=${page}`} /></div>
      </Show>
      <Show title="Install snippet">
        <Snippet commands={[{ text: 'pip install --index-url https://wheels.northfield.org/simple/ tidemark', about: 'pip command' }, { text: 'uv add --index https://wheels.northfield.org/simple/ tidemark', about: 'uv command' }]} />
      </Show>
      <Show title="Danger zone">
        <DangerZone title="Delete tidemark" consequence="23 releases and 61 files go to the bin for 72 hours, then for good. Installs fail at once.">
          <form><Field name="confirm" label={<>Type <code>tidemark</code> to confirm</>} className="max-w-56" beside={<Button kind="danger">Delete project</Button>} /></form>
        </DangerZone>
      </Show>
      <Show title="Audit timeline">
        <Timeline label="History" entries={[
          { key: '1', text: <>Signed in with <b>Blue key on keyring</b></>, about: <><Time at={at('2026-11-24T09:12:00Z')} look="recent" now={now} /> · Firefox on Linux · record 48,112</> },
          { key: '2', check: 'Check this:', text: 'Recovery code used, 7 left', about: <><Time at={at('2026-11-02T21:03:00Z')} look="moment" /> · new browser · mail sent to 2 addresses</> },
          { key: '3', text: <>Token <b>release laptop</b> created for tidemark</>, about: <><Time at={at('2026-09-02T14:30:00Z')} look="moment" /> · confirmed with a security key</> },
        ]} />
      </Show>
      <Show title="Chart and facts">
        <div className="grid gap-8 wide:grid-cols-2">
          <div><Bars label="Downloads per week, rising from 410 to 1,180" values={[410, 437, 520, 470, 580, 610, 700, 660, 810, 910, 1030, 1180]} from="1 Sep" to="1,180 last week" /></div>
          <Facts facts={[{ label: 'Released', value: <Time at={at('2026-11-18T10:00:00Z')} /> }, { label: 'Python', value: '3.10 or later' }, { label: 'Licence', value: 'BSD-3-Clause' }]} />
        </div>
      </Show>
      <ListStates />
    </>
  )
}

function Forms() {
  return (
    <ActionForm id="try" action={tryForm} errors={{ spent: 'That code has already been used. Wait for the next one.' }} done={{ saved: 'Saved.' }} className="max-w-measure">
      <Field name="name" label="Name of this app" hint="So you can tell your apps apart later." className="max-w-field" />
      <Field name="email" type="email" label="Email address" optional />
      <PasswordField name="password" label="Password" />
      <CodeInput name="code" label="Authentication code" hint="The six digits the app shows now." />
      <Select name="kind" label="Expires" options={[{ value: '30', label: 'In 30 days' }, { value: '90', label: 'In 90 days' }]} defaultValue="90" />
      <TextArea name="about" label="Reason" optional />
      <RadioGroup name="scope" label="Scope" hint="Less is safer." choices={[{ value: 'all', label: 'Everything you can publish' }, { value: 'some', label: 'Selected projects', hint: 'Only the ones you tick.' }]} />
      <Checkbox name="remember" label="Remember this browser for 30 days" hint="Only where nobody else uses it." />
      <div className="flex gap-3"><Button kind="primary" busy="Checking…">Turn on</Button><LinkButton kind="quiet" href="#top">Cancel</LinkButton></div>
    </ActionForm>
  )
}

function Ways() {
  return (
    <Panel plain className="max-w-gate">
      <Way icon="key">
        <h3 className="label">Security key</h3>
        <p className="hint mb-3.5">Plug it in or hold it to your phone, then touch it. Any of your 3 keys works.</p>
        <Button kind="primary" full>Use security key</Button>
      </Way>
      <Way icon="phone">
        <form><CodeInput name="way" label="Authentication code" hint="Six digits from your authenticator app." beside={<Button>Verify</Button>} /></form>
      </Way>
      <PanelTail><Checkbox name="r" label="Remember this browser for 30 days" hint="Only where nobody else uses it. End it any time under Sessions." /></PanelTail>
    </Panel>
  )
}

function CheckUp() {
  return (
    <>
      <Score title="Check-up" done={4} total={5} result="4 of 5" summary="One thing left to do">
        <Checks checks={[{ key: 'drill', label: 'Fire drill', why: 'No code tested for 90 days', done: false, state: 'Open', action: <LinkButton small href="#top">Test a code</LinkButton> }]} />
      </Score>
      <Checks className="mt-6" checks={[
        { key: 'kinds', label: 'Two kinds of factor', why: 'An app and a security key', matters: 'Where one kind fails, the other still lets you in.', done: true, state: 'Done' },
        { key: 'codes', label: 'Recovery codes saved', why: '7 of 10 left', matters: 'They are the last way in when every app and key is gone.', done: true, state: 'Done' },
      ]} />
    </>
  )
}

function Tables() {
  const actions = (name: string) => <><Button small kind="quiet" about={name}>Test</Button><Button small kind="quiet" about={name}>Rename</Button><Button small kind="quiet-danger" about={name}>Remove</Button></>
  return (
    <>
      <Section title="Security keys and passkeys" count={2} lead="A passkey signs you in on its own. A security key follows your password." actions={<><LinkButton href="#top">Register security key</LinkButton><LinkButton href="#top">Create a passkey</LinkButton></>}>
        <Table label="Security keys and passkeys"
          columns={[{ label: 'Name', width: 'w-[40%]' }, { label: 'Added', width: 'w-[17%]' }, { label: 'Last used', width: 'w-[17%]' }, { label: 'Actions', hidden: true, end: true }]}
          rows={[
            { key: 'blue', cells: [<Name key="n" sub={<bdi>YubiKey 5C NFC</bdi>}>Blue key on keyring <Badge>Security key</Badge></Name>, <Time key="a" at={at('2024-01-11T00:00:00Z')} />, <Time key="l" at={at('2026-11-24T09:12:00Z')} look="recent" now={now} />, actions('Blue key on keyring')] },
            { key: 'laptop', cells: [<Name key="n" sub={<bdi>Windows Hello</bdi>}>Laptop <Badge tone="accent">Passkey</Badge></Name>, <Time key="a" at={at('2026-02-21T00:00:00Z')} />, <Time key="l" at={at('2026-11-23T21:00:00Z')} look="recent" now={now} />, actions('Laptop')] },
          ]} />
      </Section>
      <Section title="Files">
        <Table label="Files" columns={[{ label: 'File' }, { label: 'Size' }, { label: 'Uploaded' }, { label: 'SHA-256' }]}
          rows={[{ key: 'whl', cells: [<Name key="n" sub="Wheel · any platform"><a className="font-mono text-tiny" href="#top">tidemark-2.4.1-py3-none-any.whl</a></Name>, <span key="s" className="nowrap">184 kB</span>, <Time key="t" at={at('2026-11-18T00:00:00Z')} />, <Hash key="h" value="9f2c41aa00112233445566778899aabbccddeeff00112233445566778899e07ab3" about="SHA-256 of tidemark-2.4.1-py3-none-any.whl" />] }]} />
      </Section>
    </>
  )
}
