// What the tags of a wheel's file name say, in words (PEP 425, 513, 600, 656, 730, 738). Names of products are the same in every language.

const INTERPRETERS: Record<string, string> = { py: 'Python', cp: 'CPython', pp: 'PyPy', graalpy: 'GraalPy', ip: 'IronPython', jy: 'Jython' }
const SYSTEMS: [start: RegExp, name: string][] = [
  [/^win/, 'Windows'], [/^macosx/, 'macOS'], [/^musllinux/, 'Linux (musl)'], [/^(many)?linux/, 'Linux'], [/^ios/, 'iOS'], [/^android/, 'Android'], [/emscripten/, 'WebAssembly'],
]
const MACHINES: [end: RegExp, name: string][] = [
  [/(amd64|x86_64)$/, 'x86-64'], [/(arm64|aarch64|arm64_v8a)$/, 'ARM64'], [/universal2$/, 'x86-64, ARM64'], [/(win32|i686|i386|_x86)$/, 'x86'],
  [/armv7l$/, 'ARMv7'], [/armv6l$/, 'ARMv6'], [/ppc64le$/, 'ppc64le'], [/s390x$/, 's390x'], [/riscv64$/, 'riscv64'],
]

/** `cp312` is CPython 3.12, `py3` Python 3; what is unknown stays as it is. */
export function interpreterName(tag: string): string {
  const [, kind = '', major = '', minor = ''] = /^([a-z]+)(\d)(\d*)/.exec(tag) ?? []
  const name = INTERPRETERS[kind]
  return name ? `${name} ${major}${minor && `.${minor}`}` : tag
}

/** `cp312` is the ABI of CPython 3.12, `abi3` the stable one; null for what has no name of its own. */
export function abiName(tag: string): string | null {
  if (tag === 'abi3') return 'CPython 3 (abi3)'
  return /^cp\d{2,3}t$/.test(tag) ? `${interpreterName(tag)} (free-threaded)` : /^(cp|pp)\d/.test(tag) ? interpreterName(tag) : null
}

/** `win_amd64` is Windows x86-64; null where any machine will do. */
export function platformName(tag: string): string | null {
  if (tag === 'any') return null
  const system = SYSTEMS.find(([start]) => start.test(tag))?.[1]
  if (!system) return tag
  const machine = MACHINES.find(([end]) => end.test(tag))?.[1]
  return machine ? `${system} ${machine}` : system
}
