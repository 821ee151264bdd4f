// The pages of the help by the last part of their address, in the order in which one reads them.
export const HELP_CHAPTERS = ['two-factor', 'apps', 'keys', 'codes', 'sign-in', 'tokens', 'publish', 'install', 'recover', 'problems', 'operators'] as const

export type HelpChapter = (typeof HELP_CHAPTERS)[number]

export const helpPath = (chapter: HelpChapter) => `/help/${chapter}/`

/** The questions of `/help/problems/`, by group. Refused uploads lead to them, and others write them down: each keeps its name. */
export const QUESTIONS = {
  'sign-in': ['clock', 'spent', 'many', 'again', 'mail', 'out'],
  keys: ['silent', 'unknown', 'place', 'pin', 'other'],
  upload: ['invalid', 'password', 'narrow', 'role', 'address', 'factor', 'frozen', 'name', 'metadata', 'filename', 'platform', 'file', 'exists', 'used', 'large', 'slash', 'clear', 'others'],
  install: ['missing', 'asks', 'wrong', 'tls'],
} as const

export type Question = (typeof QUESTIONS)[keyof typeof QUESTIONS][number]

/** Where a question is answered, whatever the language. */
export const answerPath = (question: Question) => `/help/problems/#${question}`
