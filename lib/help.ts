// The pages of the help by the last part of their address, in the order in which one reads them.
export const HELP_CHAPTERS = ['two-factor', 'apps', 'keys', 'codes', 'sign-in', 'tokens', 'publish', 'install', 'recover', 'problems', 'operators'] as const

export type HelpChapter = (typeof HELP_CHAPTERS)[number]

export const helpPath = (chapter: HelpChapter) => `/help/${chapter}/`
