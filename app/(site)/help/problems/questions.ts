/** The questions of the help, by group. */
export const QUESTIONS = {
  'sign-in': ['clock', 'spent', 'many', 'again', 'mail', 'out'],
  keys: ['silent', 'unknown', 'place', 'pin', 'other'],
  upload: ['invalid', 'password', 'narrow', 'role', 'address', 'factor', 'frozen', 'exists', 'used', 'large', 'slash', 'clear', 'others'],
  install: ['missing', 'asks', 'wrong', 'tls'],
} as const

export type Question = (typeof QUESTIONS)[keyof typeof QUESTIONS][number]

/** What uploads that are refused print, as far as it is always the same. lib/help.test.ts looks whether they still do. */
export const SAID: Partial<Record<Question, string[]>> = {
  invalid: ['Invalid or non-existent authentication information.', 'Invalid API Token: signatures do not match.'],
  password: ['Username/Password authentication is no longer supported.'],
  narrow: ['project-scoped token is not valid for project', 'project-scoped token used outside of a project context', 'token is expired'],
  role: ["isn't allowed to upload to project"],
  address: ['does not have a verified primary email address.'],
  factor: ['does not have two-factor authentication enabled.'],
  frozen: ['Uploads are frozen:'],
  exists: ['File already exists'],
  used: ['This filename was previously used by a file that has since been deleted.'],
  large: ['File too large.', 'Project size too large.'],
  slash: ['the expected upload URL is /legacy/ (with a trailing slash)'],
  clear: ['SSL is required.'],
}
