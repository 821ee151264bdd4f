import { expect, test } from 'vitest'
import { openSearchDescription } from '#lib/protocol/open-search.ts'

test('the description names the search of the site, and nothing in a name breaks out of it', () => {
  const xml = openSearchDescription({ siteName: 'Wheels & <Keeps> of Camelot', origin: 'https://index.example' })
  expect(xml).toContain('<ShortName>Wheels &amp; &lt;Keeps&gt;</ShortName>')
  expect(xml).toContain('<Description>Python projects on Wheels &amp; &lt;Keeps&gt; of Camelot</Description>')
  expect(xml).toContain('template="https://index.example/search/?q={searchTerms}"')
})
