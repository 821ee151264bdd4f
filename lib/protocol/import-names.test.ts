import { expect, test } from 'vitest'
import { checkImportName } from '#lib/protocol/import-names.ts'

test('PEP 794: dotted identifiers, perhaps private', () => {
  for (const name of ['spam', 'spam.bacon', '_spam', 'éspam', 'spam ; private', 'spam;private']) expect(checkImportName(name), name).toBeNull()
  for (const name of ['', '.spam', 'spam.', 'spam-bacon', '1spam', 'spam.class', 'import', 'spam; public', 'spam;private;private', 'spam;', '../spam']) {
    expect(checkImportName(name), name).not.toBeNull()
  }
})
