import { expect, test } from 'vitest'
import { filterFiles, filterOf, filterOptions } from './file-filter.ts'
import type { PageFile } from './project-page.ts'

const wheel = (pythonTags: string[], abiTags: string[], platformTags: string[]): PageFile => ({
  filename: `${pythonTags}-${abiTags}-${platformTags}`, url: '', size: 1, sha256: '', uploadedAt: new Date(0), uploadedBy: null, requiresPython: null, kind: 'wheel', pythonTags, abiTags, platformTags,
})
const files = [
  wheel(['cp310'], ['cp310'], ['manylinux_2_17_x86_64', 'manylinux2014_x86_64']), wheel(['cp39'], ['abi3'], ['win_amd64']), wheel(['py2', 'py3'], ['none'], ['any']),
  { ...wheel([], [], []), filename: 'sdist', kind: 'sdist' as const },
]
const options = filterOptions(files)
const shown = (query: Record<string, string | string[]>) => filterFiles(files, filterOf(query, options)).map(({ filename }) => filename)

test('every tag that occurs is offered once, 3.9 before 3.10', () => {
  expect(options).toEqual({
    pythons: ['cp39', 'cp310', 'py2', 'py3'], abis: ['abi3', 'cp310', 'none'], platforms: ['any', 'manylinux_2_17_x86_64', 'manylinux2014_x86_64', 'win_amd64'],
  })
})

test('a file must have every tag that is asked for', () => {
  expect(shown({ python: 'py3' })).toEqual(['py2,py3-none-any'])
  expect(shown({ python: 'cp310', platform: 'manylinux2014_x86_64' })).toHaveLength(1)
  expect(shown({ python: 'cp39', platform: 'any' })).toEqual([])
  expect(shown({ abi: 'abi3' })).toEqual(['cp39-abi3-win_amd64'])
})

test('nothing asked shows all; what no file has, or what is asked twice, asks for nothing', () => {
  expect(shown({})).toHaveLength(4)
  expect(shown({ python: '' })).toHaveLength(4)
  expect(shown({ python: 'cp27', abi: ['none', 'abi3'] })).toHaveLength(4)
})
