import type { Mutant } from './list.ts'

const permissions = ['lib/permissions.test.ts']
const projects = 'lib/projects/projects.ts'
const members = 'lib/projects/members.ts'
const invitations = 'lib/projects/invitations.ts'
const check = 'lib/tokens/check.ts'
const tokens = ['lib/tokens/tokens.test.ts']

export const roles: Mutant[] = [
  { what: 'administrators’ forms are for administrators', file: 'lib/web/form-action.ts', find: '    await requireAdmin()\n', replace: '', tests: ['lib/web/form-action.test.ts'] },
  { what: 'a role is needed', file: projects, find: "if (!role) return err(project.isPrivate ? 'no-such-project' : 'not-allowed')\n  return needed", replace: "if (!role) return ok({ project, role: 'owner' })\n  return needed", tests: permissions },
  { what: 'owners’ work is for owners', file: projects, find: "needed === 'owner' && role !== 'owner' ? err('not-allowed') : ok({ project, role })", replace: 'ok({ project, role })', tests: permissions },
  { what: 'a private project is for its members', file: projects, find: 'return userId !== null && (await findRole(project.id, userId, reader)) !== null', replace: 'return true', tests: permissions },
  { what: 'a role on this project, not on any', file: projects, find: 'const mine = and(eq(projectRoles.projectId, projectId), eq(projectRoles.userId, userId))', replace: 'const mine = eq(projectRoles.projectId, projectId)', tests: permissions },
  { what: 'members are changed by owners', file: members, find: "memberId === actor.id ? 'maintainer' : 'owner'", replace: "'maintainer'", tests: ['lib/projects/projects.test.ts', ...permissions] },
  { what: 'the role is asked again under the lock', file: projects, find: ".for('update')\n  return requireRole(name, userId, needed, tx)", replace: ".for('update')\n  return before", tests: ['lib/projects/projects.test.ts'] },
  { what: 'the last owner stays', file: members, find: "if (member.role === 'owner' && owners === 1) return err('last-owner')", replace: '', tests: ['lib/projects/projects.test.ts'] },
  { what: 'nobody changes their own role', file: members, find: "if (member.userId === actor.id) return err('own-role')", replace: '', tests: ['lib/projects/projects.test.ts'] },
  { what: 'nobody hands a project to themselves', file: members, find: "if (memberId === actor.id) return err('own-role')", replace: '', tests: ['lib/projects/projects.test.ts'] },
  { what: 'whoever hands a project over has typed its name', file: members, find: "if (confirmation.trim() !== project.name) return err('wrong-confirmation')", replace: '', tests: ['lib/projects/projects.test.ts'] },
  { what: 'an invitation is answered by whom it is for', file: invitations, find: 'and(eq(invitations.id, invitationId), eq(invitations.userId, user.id))', replace: 'eq(invitations.id, invitationId)', tests: permissions },
  { what: 'an invitation of this project is taken back', file: invitations, find: 'and(eq(invitations.id, invitationId), eq(invitations.projectId, allowed.value.project.id))', replace: 'eq(invitations.id, invitationId)', tests: ['lib/projects/invitations.test.ts'] },
  { what: 'an owner restores a project', file: 'lib/releases/project-bin.ts', find: "if (role !== 'owner') return err('not-allowed')", replace: '', tests: permissions },
  { what: 'a token needs its signature', file: check, find: "if (!signatureHolds(macaroon.value, rootKey)) return err('wrong-signature')", replace: '', tests: tokens },
  { what: 'a token of somebody without a role does nothing', file: check, find: "if (project && !role) return refuse('no-role')", replace: '', tests: tokens },
  { what: 'a token that an owner keeps out does nothing there', file: check, find: "    if (project && (await isBarred(reader, project.id, tokenId))) return refuse('token-barred')\n", replace: '', tests: ['lib/projects/barred-tokens.test.ts'] },
  { what: 'only owners keep a token out', file: 'lib/projects/barred-tokens.ts', find: "const allowed = await requireRole(name, actor.id, 'owner', tx)", replace: "const allowed = await requireRole(name, actor.id, 'maintainer', tx)", tests: ['lib/projects/barred-tokens.test.ts'] },
  { what: 'a token’s caveats hold', file: check, find: "if (reasons.length > 0) return refuse('caveat-failed', reasons)", replace: '', tests: tokens },
  { what: 'stored caveats count again', file: check, find: "[...macaroon.caveats, ...row.caveats.filter((caveat) => typeof caveat === 'string')]", replace: '[...macaroon.caveats]', tests: tokens },
  { what: 'a removed token is dead', file: check, find: 'isNull(apiTokens.revokedAt), isNull(users.disabledAt)', replace: 'isNull(users.disabledAt)', tests: tokens },
  { what: 'a token of a disabled owner is dead', file: check, find: ', isNull(users.disabledAt))', replace: ')', tests: tokens },
  { what: 'a resting account publishes nothing', file: check, find: "if (!owner || isResting(owner, action, now)) return refuse('account-frozen')", replace: "if (!owner) return refuse('account-frozen')", tests: tokens },
  { what: 'a token needs a confirmed address', file: check, find: "if (!(await hasConfirmedPrimary(userId, reader))) return refuse('address-not-confirmed')", replace: '', tests: tokens },
  { what: 'a token needs the factor that pages need', file: check, find: "factorMissing ? refuse('second-factor-missing') : ", replace: '', tests: tokens },
  { what: 'nobody removes a token of somebody else', file: 'lib/tokens/tokens.ts', find: 'and(eq(apiTokens.id, tokenId), eq(apiTokens.userId, user.id), isNull(apiTokens.revokedAt))', replace: 'and(eq(apiTokens.id, tokenId), isNull(apiTokens.revokedAt))', tests: tokens },
]
