// Lists when there is nothing, too much, or nothing yet, and when something went wrong.

import { AnnouncementList } from '#components/announcements/list.tsx'
import { Downloads } from '#components/project/downloads.tsx'
import { FilesTable } from '#components/project/files.tsx'
import { ProjectList } from '#components/project/project-list.tsx'
import { ReleasesTable } from '#components/project/releases.tsx'
import { type UploadTexts, UploadProgress } from '#components/project/upload-form.tsx'
import { UploadReport } from '#components/project/upload-report.tsx'
import { Waiting } from '#components/setup/waiting.tsx'
import { TroubleText } from '#components/site/trouble.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { GoFirst } from '#components/ui/form.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { Time } from '#components/ui/time.tsx'
import { Timeline } from '#components/ui/timeline.tsx'
import { LABEL_MAX_CHARS, RELEASES_PER_PAGE, USERNAME_MAX_CHARS } from '#lib/numbers.ts'
import { words } from '../../words.ts'
import { Show } from './show.tsx'

const now = new Date('2026-11-24T16:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)

/** As long as each may be, without a place to break. */
const [LABEL, USER] = ['Schlüssel'.repeat(10).slice(0, LABEL_MAX_CHARS), 'w'.repeat(USERNAME_MAX_CHARS)]
const PROJECT = 'donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft'
const VERSION = '2026.11.24.dev20261124160000+linux.x86.64.build.4711'
const FILE = `${PROJECT}-${VERSION.replace('+', '_')}-cp310.cp311.cp312.cp313.cp314-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl`
const UNBROKEN = 'https://wheels.northfield.org/'.padEnd(400, 'x')

export async function ListStates() {
  const upload = (await words('projects.upload.form')) as UploadTexts
  return (
    <>
      <Show title="Empty lists"><Empty /></Show>
      <Show title="A long list, in pages">
        <ReleasesTable home="/project/tidemark/" latest="50.0" releases={{ listed: manyReleases, page: 2, pages: 9, href: (page) => `?page=${page}` }} />
      </Show>
      <Show title="Crowded lists"><Crowded /></Show>
      <Show title="Waiting: for an answer, for files on their way, for the server's look at them, for somebody else"><OnTheWay upload={upload} /></Show>
      <Show title="What went wrong: in a form, with an upload, with a whole page"><Wrong upload={upload} /></Show>
    </>
  )
}

function Empty() {
  return (
    <div className="grid grid-cols-1 gap-6">
      <EmptyState title="No security keys yet" action={<LinkButton href="#top">Register security key</LinkButton>}>A key you touch cannot be phished. Register two, and keep one somewhere safe.</EmptyState>
      <FilesTable files={[]} none="No file has all of these tags" />
      <Downloads days={Array.from({ length: 30 }, (_, n) => ({ day: daysAgo(29 - n), downloads: 0 }))} />
    </div>
  )
}

const manyReleases = Array.from({ length: RELEASES_PER_PAGE }, (_, n) => ({
  version: `${RELEASES_PER_PAGE - n}.0`, releasedAt: daysAgo(n * 7), files: n % 5, isYanked: n % 9 === 4, isPrerelease: n % 7 === 3,
}))

function Crowded() {
  return (
    <div className="grid grid-cols-1 gap-8">
      <Breadcrumbs trail={[{ href: '/manage/projects/', label: 'Your projects' }, { href: '#top', label: PROJECT }]} here={VERSION} />
      <Tabs label="Crowded" tabs={Array.from({ length: 9 }, (_, n) => ({ href: `#crowded-${n}`, label: `Tab number ${n + 1}`, count: 10 ** n, current: n === 0 }))} />
      <CrowdedTable />
      <ProjectList now={now} projects={[{ name: PROJECT, version: VERSION, isArchived: true, at: daysAgo(1), summary: UNBROKEN }, { name: 'tidemark', version: null, isArchived: false, at: daysAgo(400), summary: '潮汐表'.repeat(60) }]} />
      <FilesTable none="" files={[{ filename: FILE, url: '#top', size: 123_456_789_012, sha256: '9f2c41aa'.repeat(8), uploadedAt: daysAgo(3), uploadedBy: USER, requiresPython: '>=3.10', kind: 'wheel', pythonTags: ['cp310', 'cp311', 'cp312', 'cp313', 'cp314'], abiTags: ['abi3'], platformTags: ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'] }]} />
      <AnnouncementList announcements={[{ slug: 'crowded', title: UNBROKEN.slice(0, 120), severity: 'security', when: '24 November 2026' }]} />
      <Timeline label="Crowded history" entries={[{ key: '1', check: 'Check this:', text: <>Token <b><bdi>{LABEL}</bdi></b> created for <bdi>{PROJECT}</bdi></>, about: <><Time at={daysAgo(2)} look="moment" /> · <bdi>{UNBROKEN}</bdi></> }]} />
    </div>
  )
}

function CrowdedTable() {
  const columns = [{ label: 'Name', width: 'w-[40%]' }, { label: 'Person' }, { label: 'Last used' }, { label: 'Actions', hidden: true, end: true }]
  const badges = <><Badge>Security key</Badge> <Badge tone="accent">Passkey</Badge> <Badge tone="good" icon="shield">Attested</Badge> <Badge tone="warn" icon="warning">Without a spare</Badge> <Badge tone="bad" icon="ban">Disabled</Badge></>
  const actions = <span className="row-actions"><Button small kind="quiet" about={LABEL}>Test</Button><Button small kind="quiet" about={LABEL}>Rename</Button><Button small kind="quiet-danger" about={LABEL}>Remove</Button></span>
  return <Table label="Crowded" columns={columns} rows={[{ key: 'one', cells: [<Name key="n" sub={<bdi>{UNBROKEN.slice(0, 120)}</bdi>}>{LABEL} {badges}</Name>, <bdi key="p">{USER}</bdi>, <Time key="t" at={daysAgo(0)} look="recent" now={now} />, actions] }]} />
}

/** Pages come whole from the server: nothing on them loads. One waits for what one sent. */
function OnTheWay({ upload }: { upload: UploadTexts }) {
  return (
    <div className="grid grid-cols-1 gap-6">
      <form aria-busy="true"><Button kind="primary" busy="Checking…">Checking…</Button></form>
      <div className="max-w-[44rem]"><UploadProgress texts={upload} sent={0.42} /></div>
      <div className="max-w-[44rem]"><UploadProgress texts={upload} sent={1} /></div>
      <Waiting text="Waiting for your upload…" link={<a href="#top">Look again</a>} />
    </div>
  )
}

async function Wrong({ upload }: { upload: UploadTexts }) {
  const [ui, errors] = [await words('ui'), await words('errors')]
  return (
    <div className="grid grid-cols-1 gap-6">
      <Alert tone="bad">{ui.notSent}</Alert>
      <div><GoFirst error="sign-in-first" /><GoFirst error="confirm-first" sendsItself /></div>
      <Alert tone="bad">{upload.broken}</Alert>
      <UploadReport files={[
        { filename: FILE, outcome: 'refused', problems: [{ field: 'description', value: UNBROKEN.slice(0, 120), rule: 'description-too-long', message: 'The description has more than 1048576 bytes.' }, { field: 'content', value: '', rule: 'digest-mismatch', message: 'The file does not have the digest that was announced.' }] },
        { filename: 'tidemark-2.4.1.tar.gz', outcome: 'trouble' },
        { filename: 'tidemark-2.4.1-py3-none-any.whl', outcome: 'published', project: 'tidemark', version: '2.4.1' },
      ]} />
      <div><TroubleText level={3} title={errors.troubleTitle ?? ''} text={errors.troubleText ?? ''} number="digest 2416301" again={errors.tryAgain ?? ''} /></div>
    </div>
  )
}
