import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const VENV = resolve('.venv')

export type Ran = { code: number; output: string }

/** The project's own virtual environment with the real clients, made by `npm test`. */
export const hasClients = existsSync(join(VENV, 'bin', 'twine'))

/** Runs a client of the virtual environment; never throws: its exit code and all it said. */
export async function client(program: string, args: string[], cwd = '.', env: Record<string, string> = {}): Promise<Ran> {
  try {
    const { stdout, stderr } = await run(join(VENV, 'bin', program), args, {
      cwd,
      env: { ...cleanEnvironment(), ...env },
      maxBuffer: 10 * 1024 * 1024,
    })
    return { code: 0, output: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string }
    return { code: typeof code === 'number' ? code : 1, output: `${stdout ?? ''}${stderr ?? ''}` }
  }
}

/** What the machine sets for pip would send it to another index. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const dropped = Object.keys(process.env).filter((name) => /^(PIP_|UV_|TWINE_)/.test(name))
  return { ...process.env, ...Object.fromEntries(dropped.map((name) => [name, undefined])), PIP_CONFIG_FILE: '/dev/null', NO_COLOR: '1' }
}

/** A little Python project, built by the real back end into a wheel and an sdist; the folder of both. */
export async function buildPackage(name: string, version: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'wheelkeep-package-'))
  const module = name.replace(/[-.]/g, '_')
  mkdirSync(join(folder, module))
  writeFileSync(join(folder, module, '__init__.py'), `__version__ = "${version}"\n`)
  writeFileSync(join(folder, 'README.md'), `# ${name}\n\nA small package with a **readme**.\n\n- one\n- two\n`)
  writeFileSync(join(folder, 'pyproject.toml'), [
    '[build-system]', 'requires = ["flit_core >=3.11"]', 'build-backend = "flit_core.buildapi"', '',
    '[project]', `name = "${name}"`, `version = "${version}"`, 'description = "A small package for the journey."', 'readme = "README.md"',
    'requires-python = ">=3.8"', 'license = "MIT"', 'authors = [{ name = "Mira", email = "mira@example.org" }]', '',
    '[tool.flit.module]', `name = "${module}"`, '',
  ].join('\n'))
  const built = await client('python', ['-m', 'build', '--no-isolation', '--outdir', join(folder, 'dist'), folder])
  if (built.code !== 0) throw new Error(built.output)
  return join(folder, 'dist')
}
