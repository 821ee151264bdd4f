import type { Mutant } from './list.ts'

const audit = ['lib/audit/audit.test.ts']

/** What is done and what is said of it: both or neither (ASVS 5.0 V2.3.3). */
export const record: Mutant[] = [
  { what: 'an event is written in the transaction of its change', file: 'lib/audit/audit.ts', find: 'await tx.insert(auditEvents)', replace: 'await db().insert(auditEvents)', tests: audit },
  { what: 'a letter waits in the transaction of its change', file: 'lib/jobs/jobs.ts', find: ', { db: fromDrizzle(tx, sql) })', replace: ')', tests: audit },
  { what: 'the record refuses changes', file: 'drizzle/migrations/0001_append_only.sql', find: 'CREATE TRIGGER audit_events_no_change BEFORE UPDATE OR DELETE ON', replace: 'CREATE TRIGGER audit_events_no_change BEFORE DELETE ON', tests: audit },
  { what: 'the record refuses deletions', file: 'drizzle/migrations/0001_append_only.sql', find: 'CREATE TRIGGER audit_events_no_change BEFORE UPDATE OR DELETE ON', replace: 'CREATE TRIGGER audit_events_no_change BEFORE UPDATE ON', tests: audit },
  { what: 'the record refuses to be emptied', file: 'drizzle/migrations/0001_append_only.sql', find: "CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();", replace: 'SELECT 1;', tests: audit },
  ...[
    ['lib/projects/members.ts', "  await record(tx, { action, userId: member.userId, actorId: actor.id, actorName: actor.username, projectId: project.id, detail }, origin)\n"],
    ['lib/projects/invitations.ts', "  await record(tx, { action, userId: user.id, actorId: actor.id, actorName: actor.username, projectId: project.id, detail }, origin)\n"],
    ['lib/projects/standing.ts', "    await record(tx, { action, userId: actor.id, actorName: actor.username, projectId: project.id, detail: { name: project.name } }, origin)\n"],
    ['lib/projects/create.ts', "  await record(tx, { ...event, action: 'project.created', detail: { name, visibility: isPrivate ? 'private' : 'public' } }, origin)\n"],
    ['lib/releases/own-project.ts', "  await record(tx, { action, userId: actor.id, actorName: actor.username, projectId: project.id, detail: { name: project.name, ...detail } }, origin)\n"],
    ['lib/releases/project-bin.ts', "  await record(tx, { action, userId: actor.id, actorName: actor.username, projectId: project.id, detail: { name: project.name } }, origin)\n"],
    ['lib/tokens/tokens.ts', "  await record(tx, { action: 'token.created', userId: user.id, actorName: user.username, tokenId: row.id, detail }, origin)\n"],
    ['lib/tokens/tokens.ts', "    await record(tx, { action: 'token.removed', userId: user.id, actorName: user.username, tokenId, detail: { name: removed.name } }, origin)\n"],
    ['lib/tokens/leaks.ts', "    await record(tx, { action: 'token.leaked', userId: row.userId, actorId: null, tokenId: row.id, detail }, origin)\n"],
    ['lib/accounts/password-change.ts', "    await record(tx, { action: 'password.changed', userId: user.id }, origin)\n"],
    ['lib/accounts/deletion.ts', "    await record(tx, { action: 'account.deleted', userId: user.id, actorName: user.username, detail: { username: user.username } }, origin)\n"],
    ['lib/accounts/addresses.ts', "  await record(tx, { action, userId: address.userId, detail: { address: address.address, ...also } }, origin)\n"],
    ['lib/login/ticket.ts', "    await record(tx, { action: 'login.succeeded', userId: user.id, actorName: user.username, detail: { method } }, origin)\n"],
    ['lib/login/sudo.ts', "  await record(tx, { action: 'sudo.granted', userId: actor.id, detail: { method } }, origin)\n"],
    ['lib/two-factor/totp-apps.ts', "  await record(tx, { action: 'totp.removed', userId, detail: { name } }, origin)\n"],
    ['lib/two-factor/security-keys.ts', "    await record(tx, { action: 'security-key.removed', userId, detail: { name } }, origin)\n"],
    ['lib/two-factor/recovery-codes.ts', "    await record(tx, { action: 'recovery-codes.generated', userId, detail: { count: codes.length } }, origin)\n"],
    ['lib/recovery/not-me.ts', "    await record(tx, { action: 'account.secured', userId: user.id, actorId: null }, origin)\n"],
    ['lib/recovery/operator.ts', "    await record(tx, { action: 'recovery.by-operator', userId: user.id, actorId: null }, nowhere)\n"],
    ['lib/admin/site-rules.ts', "      await record(tx, { action: 'setting.changed', userId: admin.id, actorName: admin.username, detail: { name: rule, from: was ? 'on' : 'off', to: is ? 'on' : 'off' } }, origin)\n"],
    ['lib/settings/settings.ts', "      await record(tx, { action: 'setting.changed', userId: actor.id, actorName: actor.username, detail: { name: VARIABLES[name], from: before[name], to: after[name] } }, origin)\n"],
  ].map(([file = '', find = '']) => ({ what: `it is on record: ${find.match(/action: '([a-z.-]+)'/)?.[1] ?? 'whatever was done'}`, file, find, replace: '', tests: audit })),
]
