import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const VENV = resolve('.venv')

export type Ran = { code: number; output: string }

/** The project's own virtual environment with the real clients, made by `npm test`. */
export const hasClients = existsSync(join(VENV, 'bin', 'twine'))

/** The environments of further clients (lib/testing/clients.mjs), each with one of them. */
export const hasClient = (name: string): boolean => existsSync(join(VENV, 'clients', name, 'wheelkeep-requirements'))

/** Runs a client of the virtual environment; never throws: its exit code and all it said. */
export const client = (program: string, args: string[], cwd = '.', env: Record<string, string> = {}): Promise<Ran> =>
  runProgram(join(VENV, 'bin', program), args, cwd, env)

/** The same with a program of one client's own environment. */
export const clientOf = (name: string, program: string, args: string[], cwd = '.', env: Record<string, string> = {}): Promise<Ran> =>
  runProgram(join(VENV, 'clients', name, 'bin', program), args, cwd, env)

/** Types a line into a shell that finds the programs of one client (`null`: those of the virtual environment) first. */
export const typeFor = (name: string | null, line: string, cwd = '.', env: Record<string, string> = {}): Promise<Ran> =>
  runProgram('/bin/sh', ['-c', line], cwd, { PATH: `${name ? join(VENV, 'clients', name, 'bin') : join(VENV, 'bin')}:${process.env.PATH}`, ...env })

/** Runs a Python script in a client's environment and reads the JSON that it prints; throws with what it said if it fails. */
export async function askPython<T>(name: string, script: string, args: string[]): Promise<T> {
  const { code, output } = await clientOf(name, 'python', ['-W', 'ignore', '-c', script, ...args])
  if (code !== 0) throw new Error(output)
  return JSON.parse(output) as T
}

async function runProgram(path: string, args: string[], cwd: string, env: Record<string, string>): Promise<Ran> {
  try {
    const { stdout, stderr } = await run(path, args, { cwd, env: { ...cleanEnvironment(), ...env }, maxBuffer: 10 * 1024 * 1024 })
    return { code: 0, output: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string }
    return { code: typeof code === 'number' ? code : 1, output: `${stdout ?? ''}${stderr ?? ''}` }
  }
}

/** What the machine and its user set for these clients would send them to another index, or to another's credentials. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const dropped = Object.keys(process.env).filter((name) => /^(PIP|UV|TWINE|FLIT|HATCH|POETRY|PDM|XDG)_/.test(name))
  const nothing = Object.fromEntries(dropped.map((name) => [name, undefined]))
  return { ...process.env, ...nothing, HOME: home(), PIP_CONFIG_FILE: '/dev/null', PDM_CHECK_UPDATE: '0', NO_COLOR: '1', COLUMNS: '200' }
}

/** An empty one for all clients of a run: no settings, no keyring. */
function home(): string {
  emptyHome ??= mkdtempSync(join(tmpdir(), 'wheelkeep-home-'))
  return emptyHome
}
let emptyHome: string | null = null

const FLIT = { requires: 'flit_core >=3.11', backend: 'flit_core.buildapi' }

/** A little Python project, not yet built: its folder. Its module lies in it or in `below`. */
export function writePackage(name: string, version: string, { requires, backend } = FLIT, below = '.'): string {
  const folder = mkdtempSync(join(tmpdir(), 'wheelkeep-package-'))
  const module = moduleOf(name)
  mkdirSync(join(folder, below, module), { recursive: true })
  writeFileSync(join(folder, below, module, '__init__.py'), `__version__ = "${version}"\n`)
  writeFileSync(join(folder, 'README.md'), `# ${name}\n\nA small package with a **readme**.\n\n- one\n- two\n`)
  writeFileSync(join(folder, 'pyproject.toml'), [
    '[build-system]', `requires = ["${requires}"]`, `build-backend = "${backend}"`, '',
    '[project]', `name = "${name}"`, `version = "${version}"`, 'description = "A small package for the journey."', 'readme = "README.md"',
    'requires-python = ">=3.8"', 'license = "MIT"', 'authors = [{ name = "Mira", email = "mira@example.org" }]', '',
    ...(backend === FLIT.backend ? ['[tool.flit.module]', `name = "${module}"`, ''] : []),
  ].join('\n'))
  return folder
}

export const moduleOf = (name: string) => name.replace(/[-.]/g, '_').toLowerCase()

/** The same, built by its real back end into a wheel and an sdist; the folder of both. */
export async function buildPackage(name: string, version: string): Promise<string> {
  const folder = writePackage(name, version)
  const built = await client('python', ['-m', 'build', '--no-isolation', '--outdir', join(folder, 'dist'), folder])
  if (built.code !== 0) throw new Error(built.output)
  return join(folder, 'dist')
}

export const filesIn = (folder: string): string[] => readdirSync(folder).sort().map((file) => join(folder, file))

export const sha256Of = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

/** Uploads files with twine. */
export const twineUpload = (site: string, token: string, files: string[], more: string[] = []): Promise<Ran> =>
  client('twine', ['upload', '--non-interactive', '--disable-progress-bar', '--repository-url', `${site}/legacy/`, '-u', '__token__', '-p', token, ...more, ...files])
