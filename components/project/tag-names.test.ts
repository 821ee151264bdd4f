import { expect, test } from 'vitest'
import { interpreterName, platformName } from './tag-names.ts'

test('interpreters are named with their version', () => {
  expect(['py3', 'py2', 'cp312', 'cp39', 'pp310', 'graalpy242_311', 'weird'].map(interpreterName)).toEqual([
    'Python 3', 'Python 2', 'CPython 3.12', 'CPython 3.9', 'PyPy 3.10', 'GraalPy 2.42', 'weird',
  ])
})

test('platforms are named with their machine, and any is none', () => {
  expect(['any', 'win_amd64', 'win32', 'macosx_11_0_arm64', 'macosx_10_9_universal2', 'manylinux_2_17_x86_64', 'musllinux_1_2_aarch64', 'beos'].map(platformName)).toEqual([
    null, 'Windows x86-64', 'Windows x86', 'macOS ARM64', 'macOS x86-64, ARM64', 'Linux x86-64', 'Linux (musl) ARM64', 'beos',
  ])
})
