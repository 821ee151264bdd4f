import { getTranslations } from 'next-intl/server'
import { recoveryDays } from '#lib/recovery/recovery.ts'

/** What stands on the buttons and headings that the help speaks of, from the very sentences that stand there. */
export async function labels(): Promise<Record<string, string>> {
  const t = await getTranslations()
  return {
    tabTwoFactor: t('shell.twoFactor'), emails: t('account.emails.title'), sessions: t('account.sessions.title'), history: t('account.history.title'),
    apiTokens: t('tokens.title'), yourProjects: t('shell.yourProjects'), whoCanPublish: t('shell.publishers'), uploadFiles: t('shell.uploadFiles'),
    addApp: t('twoFactor.apps.add'), setupKey: t('twoFactor.provision.setupKey'), authCode: t('twoFactor.provision.code'), turnOn: t('twoFactor.provision.submit'),
    remove: t('twoFactor.apps.remove'), test: t('twoFactor.keys.test'), synced: t('twoFactor.keys.synced'),
    registerKey: t('twoFactor.register.submitKey'), createPasskey: t('twoFactor.register.submitPasskey'), passkeySignIn: t('auth.login.passkey'), useKey: t('auth.twoFactor.useKey'),
    generateCodes: t('twoFactor.codes.generate'), print: t('twoFactor.recovery.print'), download: t('twoFactor.recovery.download'), copy: t('ui.copy'),
    enterCode: t('twoFactor.recovery.confirmLabel'), testCode: t('twoFactor.checkUp.test'), useRecoveryCode: t('auth.twoFactor.useRecoveryCode'),
    rememberBrowser: t('auth.fields.rememberBrowser'), confirmIsYou: t('auth.sudo.title'), notMe: t('recovery.notMe.title'), signOutElsewhere: t('account.sessions.signOutOthers'),
    forgot: t('auth.login.forgot'), lostFactors: t('recovery.lost', { days: recoveryDays() }), makePrimary: t('account.emails.makePrimary'),
    addToken: t('tokens.add'), selected: t('tokens.new.selected'), publish: t('tokens.purposes.publish'), install: t('tokens.purposes.install'), everything: t('tokens.everything'), checkOnly: t('projects.upload.form.check'),
    settings: t('settings.title'), recoveries: t('recovery.list.title'), announcements: t('announcements.title'), adminProjects: t('admin.projects.title'), rulesTitle: t('settings.rulesTitle'), adminPeople: t('admin.people.title'),
  }
}
