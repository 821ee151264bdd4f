// Which machines a wheel may be built for. A tag that promises nothing about the system's libraries, such as
// linux_x86_64, is refused: the wheel would work on the machine that built it and nowhere else for sure.
//
// PEP 513, 571, 599, 600 (manylinux), 656 (musllinux), 730 (iOS), 738 (Android), 783 (Emscripten); the lists are PyPI's.

/** Is this one platform tag, not a compressed set of several, among those that installers can trust? */
export function isPlatformTag(tag: string): boolean {
  return FIXED.has(tag) || PATTERNS.some((pattern) => pattern.test(tag))
}

const FIXED: ReadonlySet<string> = new Set([
  'any', 'win32', 'win_arm64', 'win_amd64', 'win_ia64', 'linux_armv6l', 'linux_armv7l',
  ...['x86_64', 'i686'].flatMap((arch) => [`manylinux1_${arch}`, `manylinux2010_${arch}`]),
  ...['x86_64', 'i686', 'aarch64', 'armv7l', 'ppc64', 'ppc64le', 's390x'].map((arch) => `manylinux2014_${arch}`),
])

const PATTERNS = [
  /^manylinux_[0-9]+_[0-9]+_(?:x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64|ppc64)$/,
  /^musllinux_[0-9]+_[0-9]+_(?:x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64)$/,
  /^macosx_(?:10_[0-9]+|(?:1[1-5]|26)_0)_(?:ppc|ppc64|i386|x86_64|arm64|intel|fat|fat3|fat64|universal|universal2)$/,
  /^ios_[0-9]+_[0-9]+_(?:arm64_iphoneos|arm64_iphonesimulator|x86_64_iphonesimulator)$/,
  /^android_[0-9]+_(?:arm64_v8a|armeabi_v7a|x86_64|x86)$/,
  /^pyemscripten_[0-9]+_[0-9]+_wasm32$/,
]
