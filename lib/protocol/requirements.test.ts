import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasDirectUrl, parseRequirement, writeRequirement } from '#lib/protocol/requirements.ts'

const read = (text: string) => {
  const parsed = parseRequirement(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`)
  return parsed.value
}

const comparison = (left: string, operator: string, right: string) => ({
  kind: 'comparison',
  left: { kind: 'variable', name: left },
  operator,
  right: { kind: 'text', text: right },
})

// The lines that PEP 508 tests its own grammar with.
test.each([
  'A', 'A.B-C_D', 'aa', 'name', 'name<=1', 'name>=3', 'name>=3,', 'name>=3,<2', 'name@http://foo.com', "name [fred,bar] @ http://foo.com ; python_version=='2.7'",
  "name[quux, strange];python_version<'2.7' and platform_version=='2'", "name; os_name=='a' or os_name=='b'", "name; os_name=='a' and os_name=='b' or os_name=='c'",
  "name; os_name=='a' and (os_name=='b' or os_name=='c')", "name; os_name=='a' or os_name=='b' and os_name=='c'", "name; (os_name=='a' or os_name=='b') and os_name=='c'",
])('PEP 508: %s is a requirement', (text) => {
  expect(parseRequirement(text).ok).toBe(true)
})

test('every part is told apart', () => {
  expect(read(`requests [security,tests] >= 2.8.1, == 2.8.* ; python_version < "2.7"`)).toEqual({
    name: 'requests',
    extras: ['security', 'tests'],
    specifiers: [
      { operator: '>=', version: '2.8.1' },
      { operator: '==', version: '2.8.*' },
    ],
    url: null,
    marker: comparison('python_version', '<', '2.7'),
  })
  expect(read('pip @ https://github.com/pypa/pip/archive/1.3.1.zip#sha1=da9234ee;x ; extra == "q"')).toEqual({
    name: 'pip',
    extras: [],
    specifiers: [],
    url: 'https://github.com/pypa/pip/archive/1.3.1.zip#sha1=da9234ee;x',
    marker: comparison('extra', '==', 'q'),
  })
  expect(read('zope.interface (>=3.1.0)').specifiers).toEqual([{ operator: '>=', version: '3.1.0' }])
  expect(read('a[]').extras).toEqual([])
})

test('and binds tighter than or, brackets before both, and old names of variables are today’s', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((text) => comparison('os_name', '==', text))
  const marker = (text: string) => read(`name; ${text}`).marker
  expect(marker("os.name=='a' or os_name=='b' and os_name == 'c'")).toEqual({ kind: 'or', markers: [a, { kind: 'and', markers: [b, c] }] })
  expect(marker("(os_name=='a' or os_name=='b') and os_name=='c'")).toEqual({ kind: 'and', markers: [{ kind: 'or', markers: [a, b] }, c] })
  expect(marker("'linux' not  in sys.platform")).toEqual({
    kind: 'comparison',
    left: { kind: 'text', text: 'linux' },
    operator: 'not in',
    right: { kind: 'variable', name: 'sys_platform' },
  })
  expect(marker("python_implementation=='PyPy'")).toEqual(comparison('platform_python_implementation', '==', 'PyPy'))
})

test.each([
  ['', 'bad-name'],
  ['-a', 'bad-name'],
  ['a_', 'bad-name'],
  ['é', 'bad-name'],
  ['a[x', 'bad-extras'],
  ['a[x y]', 'bad-extras'],
  ['a[,]', 'bad-extras'],
  ['a[x,]', 'bad-extras'],
  ['a @ ', 'bad-url'],
  ['a @ https://e.com/x extra', 'trailing-text'],
  ['a b', 'bad-specifier'],
  ['a 1.0', 'bad-specifier'],
  ['a (>=1', 'bad-specifier'],
  ['a ,>=1', 'bad-specifier'],
  ['a >=1,,<2', 'bad-specifier'],
  ['a >=1 <2', 'bad-specifier'],
  ['a >=1.*', 'bad-specifier'],
  ['a ~=1', 'bad-specifier'],
  ['a (>=1) (<2)', 'trailing-text'],
  ['a;', 'bad-marker'],
  ['a; python_version', 'bad-marker'],
  ['a; python_version < 3', 'bad-marker'],
  ["a; python_versions < '3'", 'bad-marker'],
  ["a; python_version < '3", 'bad-marker'],
  ["a; (python_version < '3'", 'bad-marker'],
  ["a; python_version < '3' and", 'bad-marker'],
  ["a; python_version < '3' xor os_name == 'b'", 'bad-marker'],
  ["a; python_version notin '3'", 'bad-marker'],
  ['a @ https://e.com/x;', 'no refusal: the semicolon is part of the URL'],
])('%s is refused: %s', (text, error) => {
  if (error.startsWith('no refusal')) expect(read(text).url).toBe('https://e.com/x;')
  else expect(parseRequirement(text)).toEqual({ ok: false, error })
})

test('direct references are told from requirements of an index', () => {
  expect(['a @ https://e.com', 'a@file:///etc/passwd', 'a', 'a>=1', 'a b'].map(hasDirectUrl)).toEqual([true, true, false, false, false])
})

test('requirements that mean the same are written the same', () => {
  const write = (text: string) => writeRequirement(read(text))
  expect(write('Foo.Bar[B_b, a ,a] (<2, >=1); (os.name=="x")')).toBe(`foo-bar[a,b-b]<2,>=1 ; os_name == "x"`)
  expect(write(`foo_bar [a,b.B]>=1,<2 ;os_name == 'x'`)).toBe(`foo-bar[a,b-b]<2,>=1 ; os_name == "x"`)
  expect(write(`a @ https://e.com ; os_name == 'say "x"' and (extra == 'a' or extra == 'b')`)).toBe(
    `a @ https://e.com ; os_name == 'say "x"' and (extra == "a" or extra == "b")`,
  )
})

test('what is written reads back as the same requirement, whatever was read', () => {
  const side = fc.constantFrom('os_name', 'python_version', "'3.8'", '"x y"', 'extra')
  const { marker } = fc.letrec<{ marker: string }>((tie) => ({
    marker: fc.oneof(
      { depthSize: 'small' },
      fc.tuple(side, fc.constantFrom('==', ' in ', ' not in ', '<=', '==='), side).map((parts) => parts.join('')),
      fc.tuple(tie('marker'), fc.constantFrom(' and ', ' or '), tie('marker')).map((parts) => parts.join('')),
      tie('marker').map((inner) => `(${inner})`),
    ),
  }))
  fc.assert(
    fc.property(fc.constantFrom('a', 'A.b[x]', 'a>=1,<2', 'a @ https://e/x '), marker, (head, condition) => {
      const once = writeRequirement(read(`${head};${condition}`))
      expect(writeRequirement(read(once))).toBe(once)
    }),
  )
})

test('no text is too strange, too long or too deep', () => {
  const unit = fc.constantFrom(...'a[](),;@=<>! \t\'"', 'python_version', ' and ', ' or ', 'not in', '>=1', '==1.*', "'3'")
  fc.assert(fc.property(fc.string({ unit }), (text) => void parseRequirement(text)))
  for (const piece of ['(', ')', 'a', '_', ',', ' ', '>=1,', "os_name=='a' and ", "(os_name=='a' or ", 'not ', '"', '[a', '-']) {
    parseRequirement(`a${piece.repeat(100_000)}`)
    parseRequirement(`a;${piece.repeat(100_000)}`)
    parseRequirement(`a[${piece.repeat(100_000)}`)
    parseRequirement(`a @ x ${piece.repeat(100_000)}`)
  }
})
