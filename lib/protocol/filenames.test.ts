import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  checkFilename,
  checkSdistFilename,
  checkWheelFilename,
  escapedName,
  parseSdistFilename,
  parseWheelFilename,
  sdistFilename,
} from '#lib/protocol/filenames.ts'
import { isPlatformTag } from '#lib/protocol/platform-tags.ts'

test('a wheel name is taken apart as PEP 427 says', () => {
  expect(parseWheelFilename('distribution-1.0-1-py27-none-any.whl')).toEqual({
    ok: true,
    value: {
      kind: 'wheel',
      name: 'distribution',
      version: '1.0',
      stem: 'distribution-1.0',
      spelled: { name: 'distribution', version: '1.0' },
      build: { number: '1', rest: '' },
      pythonTags: ['py27'],
      abiTags: ['none'],
      platformTags: ['any'],
    },
  })
})

test('compressed tag sets, build tags with letters and local versions are read', () => {
  const wheel = parseWheelFilename('Torch_X-2.1.0+cu121-007abc-cp311.cp312-abi3-manylinux1_x86_64.manylinux_2_5_x86_64.whl')
  expect(wheel).toMatchObject({
    ok: true,
    value: {
      name: 'torch-x',
      version: '2.1.0+cu121',
      stem: 'Torch_X-2.1.0+cu121',
      build: { number: '7', rest: 'abc' },
      pythonTags: ['cp311', 'cp312'],
      platformTags: ['manylinux1_x86_64', 'manylinux_2_5_x86_64'],
    },
  })
})

test.each([
  ['foo-1.0-py3-none-any.zip', 'bad-extension'],
  ['foo-1.0-py3-none-any.WHL', 'bad-extension'],
  ['foo-1.0-py3-none.whl', 'wrong-number-of-parts'],
  ['foo-1.0-1-2-py3-none-any.whl', 'wrong-number-of-parts'],
  ['.whl', 'wrong-number-of-parts'],
  ['foo__bar-1.0-py3-none-any.whl', 'bad-name'],
  ['foo+bar-1.0-py3-none-any.whl', 'bad-name'],
  ['../foo-1.0-py3-none-any.whl', 'bad-name'],
  ['-1.0-py3-none-any.whl', 'bad-name'],
  ['foo-_-py3-none-any.whl', 'bad-version'],
  ['foo-1.0 -py3-none-any.whl', 'bad-version'],
  ['foo-1.0-abc-py3-none-any.whl', 'bad-build-number'],
  ['foo-1.0-py3-none-any..whl', 'bad-tags'],
  ['foo-1.0-py3-none-a/b.whl', 'bad-tags'],
])('the wheel name %s is refused as %s', (filename, error) => {
  expect(parseWheelFilename(filename)).toEqual({ ok: false, error })
})

test('the name of a source distribution is taken apart at its last dash', () => {
  expect(parseSdistFilename('foo-bar-1.0.tar.gz')).toMatchObject({ ok: true, value: { name: 'foo-bar', version: '1.0', stem: 'foo-bar-1.0' } })
  expect(parseSdistFilename('Foo.bar-1.0.0-rc1.zip')).toEqual({ ok: false, error: 'bad-version' })
  expect(parseSdistFilename('foo-1.0RC1.zip')).toMatchObject({ ok: true, value: { version: '1.0rc1', extension: '.zip' } })
  expect(parseSdistFilename('foo1.0.tar.gz')).toEqual({ ok: false, error: 'no-version' })
  expect(parseSdistFilename('-1.0.tar.gz')).toEqual({ ok: false, error: 'no-version' })
  expect(parseSdistFilename('foo-1.0.tar.bz2')).toEqual({ ok: false, error: 'bad-extension' })
})

test('PEP 625: a source distribution has one name only', () => {
  expect(sdistFilename('Foo.Bar-baz', 'v1.0-RC1')).toBe('foo_bar_baz-1.0rc1.tar.gz')
  expect(sdistFilename('foo', 'toast')).toBeNull()
  expect(escapedName('Foo.-Bar')).toBe('foo_bar')
  expect(checkSdistFilename('foo_bar-1.0.tar.gz', 'Foo-Bar', '1.0')).toBeNull()
  const message = (filename: string, version = '1.0') => checkSdistFilename(filename, 'Foo-Bar', version)?.message
  expect(message('foo-bar-1.0.tar.gz')).toContain("Filename 'foo-bar-1.0.tar.gz' is invalid, should be 'foo_bar-1.0.tar.gz'.")
  expect(message('foo_bar-1.0.zip')).toContain("Filename 'foo_bar-1.0.zip' is invalid, should be 'foo_bar-1.0.tar.gz'.")
  expect(message('foo_bar-1.0-RC1.tar.gz')).toMatch(/^Invalid source distribution filename: foo_bar-1\.0-RC1\.tar\.gz/)
  expect(message('other-1.0.tar.gz')).toContain("Start filename for 'Foo-Bar' with 'foo_bar'.")
  expect(message('foo_bar-2.0.tar.gz')).toContain("Version in filename should be '1.0' not '2.0'.")
})

test('a wheel must be named after its project, its version and a known platform', () => {
  const message = (filename: string, project = 'Foo-Bar', version = '1.0') => checkWheelFilename(filename, project, version)?.message
  expect(message('foo_bar-1.0-py3-none-any.whl')).toBeUndefined()
  expect(message('foo_bar-1.0.0-cp312-cp312-win_amd64.whl')).toBeUndefined()
  expect(message('Foo_Bar-1.0-py3-none-any.whl')).toMatch(/^Filename 'Foo_Bar-1\.0-py3-none-any\.whl' should contain the normalized project name 'foo_bar', not 'Foo_Bar'/)
  expect(message('foo.bar-1.0-py3-none-any.whl')).toMatch(/should contain the normalized project name/)
  expect(message('foo_bar-2.0-py3-none-any.whl')).toContain("Version in filename should be '1.0' not '2.0'.")
  expect(message('foo_bar-1.0-py3.whl')).toMatch(/^Invalid wheel filename \(wrong number of parts\): 'foo_bar-1\.0-py3\.whl'/)
  expect(message('foo_bar-1.0-cp312-cp312-manylinux1_x86_64.linux_x86_64.whl')).toContain(
    "Binary wheel 'foo_bar-1.0-cp312-cp312-manylinux1_x86_64.linux_x86_64.whl' has an unsupported platform tag 'linux_x86_64'.",
  )
})

test('platforms are those PyPI takes', () => {
  const taken = [
    'any', 'win32', 'win_amd64', 'win_arm64', 'manylinux1_i686', 'manylinux2014_s390x', 'manylinux_2_28_riscv64', 'manylinux_2_17_ppc64',
    'musllinux_1_2_aarch64', 'linux_armv7l', 'macosx_10_9_universal2', 'macosx_11_0_arm64', 'macosx_26_0_arm64',
    'ios_13_0_arm64_iphoneos', 'android_21_arm64_v8a', 'pyemscripten_2025_0_wasm32',
  ]
  const refused = [
    '', 'linux_x86_64', 'linux_aarch64', 'manylinux1_aarch64', 'manylinux2010_s390x', 'musllinux_1_2_ppc64', 'manylinux_2_28_mips',
    'macosx_10_9', 'macosx_11_7_arm64', 'macosx_16_0_arm64', 'macosx_10_9_mips', 'ios_13_0_x86_64_iphoneos', 'any\n', 'x_any', 'plan9',
  ]
  for (const tag of taken) expect(isPlatformTag(tag), tag).toBe(true)
  for (const tag of refused) expect(isPlatformTag(tag), tag).toBe(false)
})

test('no file name reaches into folders, hides characters or has a strange ending', () => {
  const message = (filename: string) => checkFilename(filename, 'sdist')?.message
  expect(checkFilename('foo-1.0.tar.gz', 'sdist')).toBeNull()
  expect(checkFilename('foo-1.0.zip', 'sdist')).toBeNull()
  expect(checkFilename('foo-1.0-py3-none-any.whl', 'bdist_wheel')).toBeNull()
  for (const bad of ['a\u0000.tar.gz', 'a\n.tar.gz', 'a\u007f.tar.gz', 'a\u202e.tar.gz', '../a.tar.gz', 'a\\b.tar.gz']) {
    expect(message(bad), bad).toMatch(/^Cannot upload a file with /)
  }
  expect(message('foo-1.0.exe')).toMatch(/^Invalid file extension: /)
  expect(message('foo-1.0.TAR.GZ')).toMatch(/^Invalid file extension: /)
  expect(message('foo-1.0-py3-none-any.whl')).toMatch(/^Invalid file extension: /)
  expect(message(`${'a'.repeat(250)}.tar.gz`)).toMatch(/^Filename is too long: '/)
})

test('no text is too strange or too long', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'a1.-_+/ \n', '.whl', '-py3-none-any.whl', '.tar.gz', '-1.0') }), (text) => {
      const wheel = parseWheelFilename(text)
      if (wheel.ok) expect(text.startsWith(`${wheel.value.stem}-`)).toBe(true)
      const sdist = parseSdistFilename(text)
      if (sdist.ok) expect(text).toBe(sdist.value.stem + sdist.value.extension)
      checkFilename(text, 'bdist_wheel')
      checkWheelFilename(text, text, text)
      checkSdistFilename(text, text, text)
    }),
  )
  for (const piece of ['-', '_', '.', '1.', 'a']) {
    parseWheelFilename(`${piece.repeat(200_000)}-py3-none-any.whl`)
    parseSdistFilename(`a-${piece.repeat(200_000)}.tar.gz`)
  }
})
