// What is done, the event that says so and the letters about it: all of them or none (ASVS 5.0 V2.3.3). Each change of the table below is
// made twice on one scene: first with a database that refuses to commit anything, afterwards as it is.

import { randomBytes } from 'node:crypto'
import { desc, eq, gt, sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { addAddress, listAddresses, makePrimary, publishAddress, removeAddress } from '#lib/accounts/addresses.ts'
import { confirmAddress } from '#lib/accounts/confirmation.ts'
import { deleteAccount } from '#lib/accounts/deletion.ts'
import { saveName } from '#lib/accounts/details.ts'
import { invite as inviteToSite } from '#lib/accounts/invite.ts'
import { changePassword } from '#lib/accounts/password-change.ts'
import { hashPassword } from '#lib/accounts/passwords.ts'
import { register } from '#lib/accounts/registration.ts'
import { publishAnnouncement, writeAnnouncement } from '#lib/announcements/writing.ts'
import type { AuditAction } from '#lib/audit/actions.ts'
import { db } from '#lib/db/client.ts'
import { auditEvents, emailAddresses, invitations, projectRoles } from '#lib/db/schema.ts'
import { finishLogin, startLogin } from '#lib/login/login.ts'
import { resetPassword } from '#lib/login/password-reset.ts'
import { confirmWithPassword } from '#lib/login/sudo.ts'
import { redeemTicket } from '#lib/login/ticket.ts'
import { issueLink, type LinkPurpose } from '#lib/mail/links.ts'
import { nowhere } from '#lib/origin.ts'
import { totpCode, totpStepAt } from '#lib/protocol/totp.ts'
import { createProject, permitProject } from '#lib/projects/create.ts'
import { barToken } from '#lib/projects/barred-tokens.ts'
import { answerInvitation, invite, revokeInvitation } from '#lib/projects/invitations.ts'
import { changeRole, handOver, removeMember } from '#lib/projects/members.ts'
import { changeStanding } from '#lib/projects/standing.ts'
import { cancelOwnRecovery } from '#lib/recovery/cancel.ts'
import { secureAccount } from '#lib/recovery/not-me.ts'
import { takeFactorsAway } from '#lib/recovery/operator.ts'
import { startRecovery } from '#lib/recovery/start.ts'
import { deleteFile, deleteRelease, restoreFile, restoreRelease } from '#lib/releases/bin.ts'
import { deleteProject, restoreProject } from '#lib/releases/project-bin.ts'
import { unyankRelease, yankRelease } from '#lib/releases/yank.ts'
import { forgetOneBrowser, signOutEverywhereElse } from '#lib/sessions/endings.ts'
import { meetBrowser } from '#lib/sessions/browsers.ts'
import { closeSession, openSession, endSession, type Session } from '#lib/sessions/sessions.ts'
import { withdrawInvitation } from '#lib/admin/invitations.ts'
import { disableAccount, enableAccount, makeAdministrator, removeAdministrator } from '#lib/admin/standing.ts'
import { changeRules } from '#lib/admin/site-rules.ts'
import { changeSettings } from '#lib/settings/settings.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { giveFile, giveProject, givePublisher, giveRelease, type Publisher } from '#lib/testing/publishing.ts'
import { giveRecoveryCodes, giveSecurityKey, giveSession, giveTotp, must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { tablesOfDatabase, wholeDatabase } from '#lib/testing/whole-database.ts'
import { revokeLeakedToken } from '#lib/tokens/leaks.ts'
import { createToken, removeToken } from '#lib/tokens/tokens.ts'
import { generateRecoveryCodes, testRecoveryCode } from '#lib/two-factor/recovery-codes.ts'
import { removeSecurityKey, renameSecurityKey } from '#lib/two-factor/security-keys.ts'
import { enrolTotp, offerTotp, removeTotp, renameTotp } from '#lib/two-factor/totp-apps.ts'

useDatabase()
const now = new Date('2031-03-10T12:00:00Z') // after every row that the database dates itself
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const PASSWORD = 'correct horse battery staple'
let passwordHash = ''

type Scene = { user: TestUser; session: Session; actor: Publisher & { session: Session }; helper: Publisher; project: Awaited<ReturnType<typeof giveProject>>; fileId: string }
/** What is to be done once the scene is set; the events it must leave, in their order. */
type Case = [does: string, leaves: AuditAction[], prepare: (scene: Scene) => Promise<() => Promise<unknown>>]

const CASES: Case[] = [
  ['registers', ['account.created'], async () => () => register({ username: newName(), email: newAddress(), name: '', password: 'seven purple elephants', token: '' }, nowhere, now)],
  ['renames an account', ['account.renamed'], async ({ user }) => () => saveName(user.id, 'Sir Bors', nowhere)],
  ['deletes an account', ['sessions.ended', 'account.deleted'], async () => {
    const user = await makeUser()
    const session = await giveSession(user.id, now)
    return () => deleteAccount({ id: user.id, session }, user.username, nowhere, now)
  }],
  ['invites somebody', ['account.invited'], async ({ helper }) => {
    await issueLink(db(), { purpose: 'invite', subject: 'knight@example.org', expiresAt: later(60) }) // an older one, which it makes useless
    return () => inviteToSite(helper, 'knight@example.org', nowhere, now)
  }],
  ['withdraws an invitation', ['account.invitation-withdrawn'], async ({ helper }) => {
    await issueLink(db(), { purpose: 'invite', subject: 'guest@example.org', expiresAt: later(60) })
    return () => withdrawInvitation('guest@example.org', helper, nowhere, now)
  }],
  ['makes an administrator', ['account.made-administrator'], withAdmin(async (admin, { user }) => {
    await giveTotp(user.id, now)
    return () => makeAdministrator(user.username, admin, nowhere, now)
  })],
  ['removes an administrator', ['account.removed-administrator'], withAdmin(async (admin) => () => removeAdministrator(admin.username, admin, nowhere, now))],
  ['disables an account', ['sessions.ended', 'account.disabled'], withAdmin(async (admin, { user }) => () => disableAccount(user.username, 'Unclear.', admin, nowhere, now))],
  ['enables an account', ['account.enabled'], withAdmin(async (admin, { user }) => {
    must(await disableAccount(user.username, 'Unclear.', admin, nowhere, now))
    return () => enableAccount(user.username, admin, nowhere, now)
  })],
  ['changes a password', ['sessions.ended', 'password.changed'], async ({ user, actor }) => {
    await giveSession(user.id, now)
    return () => changePassword(actor, { currentPassword: PASSWORD, newPassword: 'seven purple elephants' }, nowhere, now)
  }],
  ['resets a password', ['sessions.ended', 'password.reset'], async ({ user }) => {
    const token = await linkOf('reset-password', user)
    return () => resetPassword(token, 'seven purple elephants', null, nowhere, now)
  }],
  ['adds an address', ['address.added'], async ({ actor }) => () => addAddress(actor, newAddress(), nowhere, now)],
  ['confirms an address', ['address.confirmed'], async (scene) => {
    const token = await linkOf('verify-email', scene.user, await secondAddress(scene, null))
    return () => confirmAddress(token, scene.actor, nowhere, now)
  }],
  ['removes an address', ['sessions.ended', 'address.removed'], withAddress((actor, id) => removeAddress(actor, id, nowhere, now))],
  ['makes an address the first', ['sessions.ended', 'address.made-primary'], withAddress((actor, id) => makePrimary(actor, id, nowhere, now))],
  ['publishes an address', ['address.published'], withAddress((actor, id) => publishAddress(actor, id, true, nowhere, now))],
  ['signs in', ['login.new-browser', 'login.succeeded'], async ({ user }) => {
    await db().transaction((tx) => meetBrowser(tx, user.id, null, nowhere, now)) // the first browser of all is not told of
    const { cookie, ticket } = must(await startLogin({ login: user.username, password: PASSWORD, next: '' }, null, nowhere, now))
    return () => redeemTicket(ticket ?? '', { pending: cookie, browser: null, session: null }, false, nowhere, now)
  }],
  ['proves no second factor', ['login.second-factor-failed'], async ({ user }) => {
    await giveTotp(user.id, later(-10))
    const { cookie } = must(await startLogin({ login: user.username, password: PASSWORD, next: '' }, null, nowhere, now))
    return () => finishLogin(cookie, { method: 'totp', code: '000000' }, nowhere, now)
  }],
  ['confirms who they are', ['sudo.granted'], async ({ actor }) => () => confirmWithPassword(actor, PASSWORD, nowhere, now)],
  ['signs out', ['login.ended'], async ({ user }) => {
    const token = await db().transaction((tx) => openSession(tx, { userId: user.id, aal: 1, method: 'password', browserId: null }, nowhere, now))
    return () => endSession(token, nowhere, now)
  }],
  ['ends a session', ['session.ended'], async ({ user, session }) => () => closeSession(user.id, session.publicId, nowhere, now)],
  ['ends the other sessions', ['sessions.ended'], async ({ user, session }) => {
    await giveSession(user.id, now)
    return () => signOutEverywhereElse(user.id, session, nowhere, now)
  }],
  ['forgets a browser', ['browser.forgotten'], async ({ user }) => {
    const { browser } = await db().transaction((tx) => meetBrowser(tx, user.id, null, nowhere, now))
    return () => forgetOneBrowser(user.id, browser.id, nowhere, now)
  }],
  ['adds an app', ['totp.added'], async ({ user, session }) => {
    await giveRecoveryCodes(user.id, now)
    const { id, secret } = must(await offerTotp(user.id, now))
    return () => enrolTotp(user.id, id, totpCode(secret, totpStepAt(now)), 'phone', session, nowhere, now)
  }],
  ['renames an app', ['totp.renamed'], async ({ user }) => {
    const { id } = await giveTotp(user.id, now)
    return () => renameTotp(user.id, id, 'old phone', nowhere)
  }],
  ['removes an app', ['sessions.ended', 'totp.removed'], async ({ user, session }) => {
    const { id } = await giveTotp(user.id, now)
    return () => removeTotp(user.id, id, session, nowhere, now)
  }],
  ['renames a key', ['security-key.renamed'], async ({ user }) => {
    const { id } = await giveSecurityKey(user.id, now)
    return () => renameSecurityKey(user.id, id, 'red key', nowhere)
  }],
  ['removes a key', ['sessions.ended', 'security-key.removed'], async ({ user, session }) => {
    const { id } = await giveSecurityKey(user.id, now)
    return () => removeSecurityKey(user.id, id, session, nowhere, now)
  }],
  ['makes recovery codes', ['recovery-codes.generated'], async ({ user, session }) => () => generateRecoveryCodes(user.id, session, nowhere, now)],
  ['tries a recovery code', ['recovery-code.tested'], async ({ user }) => {
    const [code = ''] = await giveRecoveryCodes(user.id, now)
    return () => testRecoveryCode(user.id, code, nowhere, now)
  }],
  ['says that it was somebody else', ['sessions.ended', 'account.secured', 'account.frozen', 'password.reset-requested'], async ({ user }) => {
    const token = await linkOf('not-me', user)
    return () => secureAccount(token, nowhere, now)
  }],
  ['begins a recovery', ['recovery.started', 'account.frozen'], async ({ user }) => {
    await giveTotp(user.id, now)
    const token = await linkOf('start-recovery', user)
    return () => startRecovery(token, PASSWORD, nowhere, now)
  }],
  ['calls a recovery off', ['recovery.cancelled', 'account.unfrozen'], async ({ user }) => {
    await giveTotp(user.id, now)
    must(await startRecovery(await linkOf('start-recovery', user), PASSWORD, nowhere, now))
    return () => cancelOwnRecovery(user.id, nowhere, now)
  }],
  ['takes every factor away', ['sessions.ended', 'recovery.by-operator'], async ({ user }) => {
    await giveTotp(user.id, now)
    return () => takeFactorsAway(user.username, now)
  }],
  ['makes a token', ['token.created', 'token.created'], async ({ actor, project }) => () => createToken(actor, { name: 'ci', scope: [project.name] }, nowhere, now)],
  ['removes a token', ['token.removed'], async ({ actor }) => {
    const { id } = must(await createToken(actor, { name: 'ci', scope: 'user' }, nowhere, now))
    return () => removeToken(actor, id, nowhere, now)
  }],
  ['reports a token', ['token.leaked', 'token.leaked'], async ({ actor }) => {
    const { token } = must(await createToken(actor, { name: 'ci', scope: 'user' }, nowhere, now))
    return () => revokeLeakedToken(token, null, nowhere, now)
  }],
  ['makes a project', ['project.created', 'role.added'], async ({ actor }) => {
    const permit = must(await permitProject(newName(), actor, nowhere, now))
    return () => db().transaction((tx) => createProject(tx, permit, nowhere, now))
  }],
  ['invites to a project', ['invitation.sent'], async ({ actor, project }) => {
    const { username } = await givePublisher()
    return () => invite(project.name, actor, username, 'maintainer', nowhere, now)
  }],
  ['takes an invitation back', ['invitation.revoked'], async (scene) => {
    const { id } = await invited(scene)
    return () => revokeInvitation(scene.project.name, scene.actor, id, nowhere, now)
  }],
  ['accepts an invitation', ['invitation.accepted', 'role.added'], async (scene) => {
    const { id, guest } = await invited(scene)
    return () => answerInvitation(guest, id, 'accepted', nowhere, now)
  }],
  ['changes a role', ['role.changed'], async ({ actor, helper, project }) => () => changeRole(project.name, actor, helper.id, 'owner', nowhere, now)],
  ['hands a project over', ['role.changed', 'role.changed'], async ({ actor, helper, project }) => () => handOver(project.name, project.name, actor, helper.id, nowhere, now)],
  ['removes a member', ['role.removed'], async ({ actor, helper, project }) => () => removeMember(project.name, actor, helper.id, nowhere, now)],
  ['takes a token out of a project', ['token.barred'], async ({ actor, helper, project }) => {
    const { id } = must(await createToken(helper, { name: 'ci', scope: 'user' }, nowhere, now))
    return () => barToken(project.name, actor, id, nowhere, now)
  }],
  ['archives a project', ['project.archived'], async ({ actor, project }) => () => changeStanding(project.name, 'archive', actor, nowhere, now)],
  ['hides a project', ['project.made-private'], async ({ actor, project }) => () => changeStanding(project.name, 'make-private', actor, nowhere, now)],
  ['deletes a project', ['project.deleted'], async ({ actor, project }) => () => deleteProject(project.name, project.name, actor, nowhere, now)],
  ['restores a project', ['project.restored'], async ({ actor, project }) => {
    must(await deleteProject(project.name, project.name, actor, nowhere, now))
    return () => restoreProject(project.id, actor, nowhere, now)
  }],
  ['yanks a release', ['release.yanked'], async ({ actor, project }) => () => yankRelease(project.name, '1.0', 'broken', actor, nowhere, now)],
  ['takes a yank back', ['release.unyanked'], async ({ actor, project }) => {
    must(await yankRelease(project.name, '1.0', 'broken', actor, nowhere, now))
    return () => unyankRelease(project.name, '1.0', actor, nowhere, now)
  }],
  ['deletes a release', ['release.deleted'], async ({ actor, project }) => () => deleteRelease(project.name, '1.0', '1.0', actor, nowhere, now)],
  ['restores a release', ['release.restored'], async ({ actor, project }) => {
    must(await deleteRelease(project.name, '1.0', '1.0', actor, nowhere, now))
    return () => restoreRelease(project.name, '1.0', actor, nowhere, now)
  }],
  ['deletes a file', ['file.deleted'], async ({ actor, project, fileId }) => () => deleteFile(project.name, fileId, project.name, actor, nowhere, now)],
  ['restores a file', ['file.restored'], async ({ actor, project, fileId }) => {
    must(await deleteFile(project.name, fileId, project.name, actor, nowhere, now))
    return () => restoreFile(project.name, fileId, actor, nowhere, now)
  }],
  ['writes an announcement', ['announcement.written'], async ({ actor }) => () => writeAnnouncement({ title: 'News', body: 'Ni!', severity: 'notice' }, actor, nowhere, now)],
  ['publishes an announcement', ['announcement.published'], async ({ actor }) => {
    const id = await writeAnnouncement({ title: 'News', body: 'Ni!', severity: 'notice' }, actor, nowhere, now)
    return () => publishAnnouncement({ id, revision: 1 }, actor, nowhere, now)
  }],
  ['changes the rules for packages', ['setting.changed'], async ({ actor }) => () => changeRules(['refuse-new-projects'], actor, nowhere, now)],
  ['changes a setting', ['setting.changed'], async ({ actor }) => () => changeSettings({ siteName: newName() }, actor, nowhere, now)],
]

beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD)
  await refuseToCommitOnDemand()
})

test.each(CASES)('whoever %s leaves %s in the record, or nothing at all anywhere', async (_, leaves, prepare) => {
  const act = await prepare(await setScene())
  const [before, last] = [await wholeDatabase(), await lastEvent()]

  await expect(whileNothingCommits(act)).rejects.toThrow()
  expect(await wholeDatabase()).toEqual(before)

  await act()
  const events = await db().select().from(auditEvents).where(gt(auditEvents.id, last)).orderBy(auditEvents.id)
  expect(events.map(({ action }) => action)).toEqual(leaves)
})

test('what stands in the record stays there as it is: the database refuses changes, deletions and emptying', async () => {
  const user = await makeUser()
  await saveName(user.id, 'Sir Robin', nowhere)
  for (const change of [sql`update audit_events set detail = '{}'`, sql`delete from audit_events where user_id = ${user.id}`, sql`truncate audit_events`]) {
    await expect(db().execute(change)).rejects.toMatchObject({ cause: { message: 'audit_events is append-only' } })
  }
  expect(await db().select().from(auditEvents).where(eq(auditEvents.userId, user.id))).toMatchObject([{ action: 'account.renamed', detail: { name: 'Sir Robin' } }])
})

const newName = () => `knight-${randomBytes(4).toString('hex')}`
const newAddress = () => `${newName()}@example.org`

async function setScene(): Promise<Scene> {
  const [user, helper] = [await makeUser({ passwordHash }), await givePublisher()]
  const session = await giveSession(user.id, now)
  const actor = { id: user.id, username: user.username, session }
  const project = await giveProject(actor)
  await db().insert(projectRoles).values({ projectId: project.id, userId: helper.id, role: 'maintainer' })
  const { id: fileId } = await giveFile(await giveRelease(project, '1.0'))
  return { user, session, actor, helper, project, fileId }
}

async function linkOf(purpose: LinkPurpose, user: TestUser, subject = ''): Promise<string> {
  return issueLink(db(), { purpose, userId: user.id, subject, expiresAt: later(60) })
}

async function secondAddress({ user }: Scene, verifiedAt: Date | null): Promise<string> {
  const address = newAddress()
  await db().insert(emailAddresses).values({ userId: user.id, address, addressKey: address, verifiedAt })
  return (await listAddresses(user.id)).find((one) => one.address === address)?.id ?? ''
}

function withAddress(act: (actor: Scene['actor'], id: string) => Promise<unknown>): Case[2] {
  return async (scene) => {
    const id = await secondAddress(scene, now)
    await giveSession(scene.user.id, now)
    return () => act(scene.actor, id)
  }
}

/** Two of them, so that one may go. */
function withAdmin(prepare: (admin: TestUser, scene: Scene) => Promise<() => Promise<unknown>>): Case[2] {
  return async (scene) => {
    await makeUser({ isAdmin: true })
    return prepare(await makeUser({ isAdmin: true }), scene)
  }
}

async function invited({ actor, project }: Scene): Promise<{ id: string; guest: Publisher }> {
  const guest = await givePublisher()
  must(await invite(project.name, actor, guest.username, 'maintainer', nowhere, now))
  const [open] = await db().select().from(invitations).where(eq(invitations.userId, guest.id))
  return { id: open?.id ?? '', guest }
}

async function lastEvent(): Promise<number> {
  const [last] = await db().select({ id: auditEvents.id }).from(auditEvents).orderBy(desc(auditEvents.id)).limit(1)
  return last?.id ?? 0
}

/**
 * From here on a transaction that changed any table but the record can be made to fail at its very end, when everything in it has been
 * done. An event or a letter that was written beside it, not in it, then stands there alone.
 */
async function refuseToCommitOnDemand(): Promise<void> {
  await db().execute(sql`create table refusing (commits boolean not null)`)
  await db().execute(sql`insert into refusing values (false)`)
  await db().execute(sql`create function refuse_to_commit() returns trigger language plpgsql as $$ begin
    if (select commits from refusing) then raise exception 'no commit today'; end if; return null; end $$`)
  for (const table of await tablesOfDatabase()) {
    if (['audit_events', 'refusing'].includes(table)) continue
    await db().execute(sql`create constraint trigger refuse_to_commit after insert or update or delete on ${sql.identifier(table)}
      deferrable initially deferred for each row execute function refuse_to_commit()`)
  }
}

async function whileNothingCommits<T>(act: () => Promise<T>): Promise<T> {
  await db().execute(sql`update refusing set commits = true`)
  try {
    return await act()
  } finally {
    await db().execute(sql`update refusing set commits = false`)
  }
}
