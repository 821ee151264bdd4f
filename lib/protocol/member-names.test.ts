import { expect, test } from 'vitest'
import { collidingNames, nameFault } from '#lib/protocol/member-names.ts'
import { MEMBER_NAME_MAX_BYTES } from '#lib/numbers.ts'

test.each([
  ['', 'is empty'],
  ['/', 'is empty'],
  ['a'.repeat(MEMBER_NAME_MAX_BYTES + 1), 'is longer than 255 bytes'],
  ['é'.repeat(128), 'is longer than 255 bytes'],
  ['a\u0000b', 'contains a control character'],
  ['a\nb', 'contains a control character'],
  ['a\u007f', 'contains a control character'],
  ['a\u0085', 'contains a control character'],
  ['a\u202egnp.py', 'contains a character that turns or breaks a line of text'],
  ['a\u2066b', 'contains a character that turns or breaks a line of text'],
  ['a\u2028b', 'contains a character that turns or breaks a line of text'],
  ['\ufeffa', 'contains a character that turns or breaks a line of text'],
  ['a\\b', 'contains a backslash'],
  ['/etc/passwd', 'is an absolute path'],
  ['//host/share', 'is an absolute path'],
  ['C:evil', 'is an absolute path'],
  ['c:/evil', 'is an absolute path'],
  ['../evil', "has a path segment '..'"],
  ['a/../b', "has a path segment '..'"],
  ['a/..', "has a path segment '..'"],
  ['./a', "has a path segment '.'"],
  ['a//b', 'has an empty path segment'],
  ['a//', 'has an empty path segment'],
  ['a./b', 'has a path segment that ends in a dot or a space'],
  ['a ', 'has a path segment that ends in a dot or a space'],
  ['a/...', 'has a path segment that ends in a dot or a space'],
  ['nul', 'uses a name reserved by Windows'],
  ['pkg/AUX.py', 'uses a name reserved by Windows'],
  ['pkg/com1.tar.gz', 'uses a name reserved by Windows'],
  ['pkg/lpt³', 'uses a name reserved by Windows'],
  ['CONIN$', 'uses a name reserved by Windows'],
])('%j %s', (name, fault) => {
  expect(nameFault(name)).toBe(fault)
})

test.each(['a', 'a/', 'pkg/__init__.py', '.hidden', 'a.b/c.d', 'nulls.py', 'console.py', 'com10', 'a b', 'é/مثال.py', 'می\u200cروم.txt', 'a'.repeat(MEMBER_NAME_MAX_BYTES)])(
  '%j is a good name',
  (name) => {
    expect(nameFault(name)).toBeNull()
  },
)

test('names that are one file somewhere collide', () => {
  expect(collidingNames(['a/b', 'a/b'])).toEqual(['a/b'])
  expect(collidingNames(['README', 'readme'])).toEqual(['readme'])
  expect(collidingNames(['caf\u00e9', 'cafe\u0301'])).toEqual(['cafe\u0301'])
  expect(collidingNames(['stra\u00dfe', 'STRASSE'])).toEqual(['STRASSE'])
  expect(collidingNames(['\u1fb4', '\u03b1\u0345\u0301'])).toEqual(['\u03b1\u0345\u0301']) // marks in another order, of which case would make letters
  expect(collidingNames(['a', 'a/'])).toEqual(['a/'])
})

test('a file cannot also be the directory of another', () => {
  expect(collidingNames(['A/b', 'a', 'c'])).toEqual(['A/b'])
  expect(collidingNames(['a/', 'a/b', 'a/b.c', 'ab'])).toEqual([])
})
