import { expect, test } from 'vitest'
import { parseCoreMetadata, readMetadataForm } from '#lib/protocol/core-metadata.ts'
import { compareMetadata } from '#lib/protocol/metadata-agreement.ts'

function compare(form: Record<string, string[]>, file: string) {
  const parsed = parseCoreMetadata(file)
  if (!parsed.ok) throw new Error(parsed.error)
  return compareMetadata(readMetadataForm(new Map(Object.entries(form))), parsed.value).map(({ field, value }) => `${field} ${value}`)
}

const form = { name: ['Foo.Bar'], version: ['1.0'], requires_python: ['>=3.9,<4'], requires_dist: ['a>=1,<2', "b; os_name=='x'"] }

test('other spellings of the same agree', () => {
  const file = 'Name: foo_bar\nVersion: 1.0.0\nRequires-Python: <4, >=3.9\nRequires-Dist: B ; os.name == "x"\nRequires-Dist: a (<2,>=1)\n'
  expect(compare(form, file)).toEqual([])
})

test('another name, version, Python or requirement is told', () => {
  const file = 'Name: foo_baz\nVersion: 1.1\nRequires-Dist: a>=1\nRequires-Dist: evil\n'
  expect(compare(form, file)).toEqual([
    'name foo_baz',
    'version 1.1',
    'requires-python ',
    'requires-dist a>=1,<2',
    "requires-dist b; os_name=='x'",
    'requires-dist a>=1',
    'requires-dist evil',
  ])
})
