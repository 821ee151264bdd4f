/** What is wrong with an Import-Name or Import-Namespace (PEP 794): dotted identifiers, then perhaps `; private`. Null when nothing is. */
export function checkImportName(value: string): string | null {
  const [name = '', ...options] = value.split(';')
  if (options.length > 1 || (options[0] !== undefined && options[0].trim() !== 'private')) return "the only valid option is 'private'"
  for (const part of name.trimEnd().split('.')) {
    if (!/^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(part)) return 'write dotted identifiers only'
    if (PYTHON_KEYWORDS.has(part)) return 'no part may be a keyword of Python'
  }
  return null
}

/** `keyword.kwlist` of Python 3.14. */
const PYTHON_KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
)
