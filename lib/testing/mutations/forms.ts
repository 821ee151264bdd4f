import type { Mutant } from './list.ts'

const tests = ['lib/web/form-action.test.ts']

export const forms: Mutant[] = [
  { what: 'Origin must be there and be ours', file: 'lib/web/own-page.ts', find: 'origin === ours && ', replace: '', tests },
  { what: 'Sec-Fetch-Site must say same-origin', file: 'lib/web/own-page.ts', find: "(site === null || site === undefined || site === 'same-origin')", replace: 'true', tests },
]
