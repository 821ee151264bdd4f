import type { Question } from '#lib/help.ts'

/** What uploads that are refused print, as far as it is always the same. lib/help.test.ts looks whether they still do. */
export const SAID: Partial<Record<Question, string[]>> = {
  invalid: ['Invalid or non-existent authentication information.', 'Invalid API Token: signatures do not match.'],
  password: ['Username/Password authentication is no longer supported.'],
  narrow: ['project-scoped token is not valid for project', 'project-scoped token used outside of a project context', 'token is not valid for: upload', 'token is expired'],
  role: ["isn't allowed to upload to project"],
  address: ['does not have a verified primary email address.'],
  factor: ['does not have two-factor authentication enabled.'],
  frozen: ['Uploads are frozen:'],
  name: ['is too similar to an existing project.', 'conflicts with an existing project.'],
  metadata: ['is not a valid classifier.', "Can't have direct dependency:", 'The use of local versions in'],
  filename: ['is invalid, should be', 'Invalid wheel filename', 'Version in filename should be'],
  platform: ['has an unsupported platform tag'],
  file: ['Invalid distribution file.', 'has a RECORD that', 'The digest supplied does not match'],
  exists: ['File already exists'],
  used: ['This filename was previously used by a file that has since been deleted.'],
  large: ['File too large.', 'Project size too large.'],
  slash: ['the expected upload URL is /legacy/ (with a trailing slash)'],
  clear: ['SSL is required.'],
}
