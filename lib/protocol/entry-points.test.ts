import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isScriptName, parseEntryPoints } from '#lib/protocol/entry-points.ts'

// The example of the specification, with its comment and its extras.
const EXAMPLE = `[console_scripts]
foo = foomod:main
# One which depends on extras:
foobar = foomod:main_bar [bar,baz]

# pytest plugins refer to a module, so there is no ':obj'
[pytest11]
nbval = nbval.plugin
`

test('the example of the specification is read', () => {
  expect(parseEntryPoints(EXAMPLE)).toEqual({
    ok: true,
    value: [
      { group: 'console_scripts', name: 'foo', value: 'foomod:main', target: { module: 'foomod', attribute: 'main', extras: [] } },
      {
        group: 'console_scripts',
        name: 'foobar',
        value: 'foomod:main_bar [bar,baz]',
        target: { module: 'foomod', attribute: 'main_bar', extras: ['bar', 'baz'] },
      },
      { group: 'pytest11', name: 'nbval', value: 'nbval.plugin', target: { module: 'nbval.plugin', attribute: null, extras: [] } },
    ],
  })
  expect(parseEntryPoints('')).toEqual({ ok: true, value: [] })
})

test('names keep their case, names of plugins may be strange, values may go on in the next line', () => {
  const text = '[My.Group]\r\n  Strange name/x: y=a.b:c.d\r\n\r\n[other]\r\nlong =\r\n  module\r\n  :attr\r\n'
  expect(parseEntryPoints(text)).toMatchObject({
    ok: true,
    value: [
      { group: 'My.Group', name: 'Strange name/x: y', target: { module: 'a.b', attribute: 'c.d' } },
      { group: 'other', name: 'long', value: 'module\n:attr' },
    ],
  })
})

test.each([
  ['a = b:c', 'no-group', 1],
  ['[console_scripts]\njust words', 'bad-line', 2],
  ['[console_scripts]\n= b:c', 'bad-line', 2],
  ['[]\na = b:c', 'no-group', 1],
  ['[a]\nx = y\n[a]\n', 'duplicate-group', 3],
  ['[a]\nx = y\nx = z\n', 'duplicate-name', 3],
  ['[console_scripts]\n../../evil = a:b', 'bad-script-name', 2],
  ['[gui_scripts]\n\nC\\evil = a:b', 'bad-script-name', 3],
  ['[console_scripts]\n.. = a:b', 'bad-script-name', 2],
  ['[console_scripts]\ntwo words = a:b', 'bad-script-name', 2],
  ['[console_scripts]\nfine = import os; os.system("x")', 'bad-script-target', 2],
  ['[console_scripts]\nfine = a:b\n  evil', 'bad-script-target', 2],
])('%j is refused as %s in line %i', (text, error, line) => {
  expect(parseEntryPoints(text)).toEqual({ ok: false, error, line })
})

test('a script name cannot lead into another folder', () => {
  for (const name of ['pip3.12', 'my_tool', 'a-b', 'é', '.hidden']) expect(isScriptName(name), name).toBe(true)
  for (const name of ['', '.', '..', 'a/b', 'a\\b', 'a b', 'a\u0000', 'a:b', '/bin/sh']) expect(isScriptName(name), name).toBe(false)
})

test('no text is too strange or too long', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'[]=:;#\n\r a.', '[console_scripts]\n') }), (text) => void parseEntryPoints(text)))
  for (const piece of ['[', '=', ' ', 'a.', '[a', '\n', 'a:', ':', '\n c']) parseEntryPoints(`[console_scripts]\na = ${piece.repeat(50_000)}`)
})
