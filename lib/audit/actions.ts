/** Every action the record knows: past tense, with dots. Each has a sentence under `account.history.actions`. */
export const AUDIT_ACTIONS = [
  'account.created', 'account.disabled', 'account.enabled', 'account.renamed', 'account.deleted', 'account.invited', 'account.invitation-withdrawn',
  'account.made-administrator', 'account.removed-administrator',
  'account.secured', 'account.frozen', 'account.unfrozen',
  'address.added', 'address.confirmed', 'address.removed', 'address.made-primary', 'address.published', 'address.resent',
  'password.changed', 'password.reset', 'password.reset-requested', 'password.reset-refused', 'password.breached',
  'login.succeeded', 'login.failed', 'login.throttled', 'login.second-factor-failed', 'login.abandoned', 'login.browser-code-sent', 'login.browser-code-failed', 'login.new-browser', 'login.ended',
  'sudo.granted', 'sudo.failed',
  'session.ended', 'sessions.ended', 'browser.remembered', 'browser.forgotten', 'browsers.forgotten',
  'totp.added', 'totp.removed', 'totp.renamed', 'totp.replayed', 'totp.disabled',
  'security-key.added', 'security-key.removed', 'security-key.renamed', 'security-key.tested', 'security-key.clone-suspected',
  'security-key.disabled',
  'recovery-codes.generated', 'recovery-code.used', 'recovery-code.confirmed', 'recovery-code.tested', 'recovery-code.failed',
  'recovery.asked', 'recovery.started', 'recovery.cancelled', 'recovery.vouched', 'recovery.finished', 'recovery.by-operator',
  'secrets.lost',
  'token.created', 'token.removed', 'token.leaked', 'token.barred', 'token.new-network',
  'project.created', 'project.deleted', 'project.restored', 'project.archived', 'project.unarchived', 'project.made-private',
  'project.made-public', 'project.quarantined', 'project.unquarantined', 'project.changed',
  'role.added', 'role.changed', 'role.removed', 'invitation.sent', 'invitation.accepted', 'invitation.declined', 'invitation.revoked',
  'release.created', 'release.yanked', 'release.unyanked', 'release.deleted', 'release.restored',
  'file.published', 'file.deleted', 'file.restored', 'file.refused',
  'announcement.written', 'announcement.changed', 'announcement.published', 'announcement.withdrawn', 'announcement.discarded',
  'announcements.subscribed', 'announcements.unsubscribed',
  'setting.changed', 'access.denied',
] as const

export type AuditAction = (typeof AUDIT_ACTIONS)[number]
