// The Python clients that the journeys drive, as people install them: pip, twine and uv in `.venv`, every other one in an
// environment of its own below it, because they pin one another's dependencies apart.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const PYTHON_MINOR = 9
/** Of the day, as people would get them. flit_core builds the packages that the journeys publish. */
const EVERYDAY = ['pip', 'twine>=5', 'uv>=0.5', 'build>=1.2', 'flit_core>=3.11']
/** Nothing newer than this is installed beside the pinned ones: somebody else's release of tonight breaks no test of ours. */
const PINNED_ON = '2026-11-24'
const PINNED = {
  // The last line of pip that asks for HTML with one plain Accept header.
  'old-pip': ['pip==20.3.4'],
  flit: ['flit==4.2.0'],
  hatch: ['hatch==1.18.2', 'build'],
  poetry: ['poetry==2.5.1', 'build'],
  // pdm 2.29.4 does not start with hishel 2.
  pdm: ['pdm==2.29.4', 'hishel<2', 'pdm-backend', 'build'],
  'pypi-simple': ['pypi-simple==1.8.0'],
  'pypi-json': ['pypi-json==0.5.0.post1'],
  pypitoken: ['pypitoken==7.1.1'],
  bandersnatch: ['bandersnatch==6.8.0'],
  'back-ends': ['build', 'setuptools', 'whey'],
  'pip-audit': ['pip-audit==2.10.1'],
}

/** Makes what is missing of the environments in `root`. Without a Python, or a client, the journeys that need it say that they were skipped. */
export function prepareClients(root) {
  const venv = join(root, '.venv')
  const python = ['python3', 'python'].find(isNewEnough)
  if (!python) return console.log(`No Python 3.${PYTHON_MINOR} or newer: no Python client is tried.`)
  if (!prepareEveryday(python, venv)) return console.log('pip, twine and uv could not be installed: no Python client is tried.')
  for (const [name, requirements] of Object.entries(PINNED)) {
    if (!preparePinned(venv, name, requirements)) console.log(`${name} could not be installed (above): it is not tried.`)
  }
}

function prepareEveryday(python, venv) {
  if (['python', 'pip', 'twine', 'uv', 'pyproject-build'].every((program) => existsSync(join(venv, 'bin', program)))) return true
  rmSync(venv, { recursive: true, force: true })
  return quietly(python, ['-m', 'venv', venv]) && quietly(join(venv, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...EVERYDAY])
}

/** The note of what is in it is written last, so half an environment is seen and made anew. */
function preparePinned(venv, name, requirements) {
  const folder = join(venv, 'clients', name)
  const note = join(folder, 'wheelkeep-requirements')
  const wanted = [PINNED_ON, ...requirements].join('\n')
  if (existsSync(note) && readFileSync(note, 'utf8') === wanted) return true
  rmSync(folder, { recursive: true, force: true })
  const uv = join(venv, 'bin/uv')
  const options = ['--quiet', '--no-config', '--exclude-newer', PINNED_ON, '--python', join(folder, 'bin/python')]
  const made = quietly(uv, ['venv', '--quiet', '--no-config', '--python', join(venv, 'bin/python'), folder]) && quietly(uv, ['pip', 'install', ...options, ...requirements])
  if (made) writeFileSync(note, wanted)
  return made
}

function isNewEnough(python) {
  return spawnSync(python, ['-c', `import sys, venv, ensurepip; sys.exit(sys.version_info < (3, ${PYTHON_MINOR}))`]).status === 0
}

function quietly(program, args) {
  const ran = spawnSync(program, args, { encoding: 'utf8' })
  if (ran.status !== 0) console.log(`${ran.stdout ?? ''}${ran.stderr ?? ''}${ran.error ? String(ran.error) : ''}`)
  return ran.status === 0
}
