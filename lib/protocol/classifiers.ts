// Classifiers: the fixed list a project describes itself with. It is that of the package trove-classifiers, from which
// PyPI takes it, in version 2026.9.21.13 (see "source" in classifiers.json). To renew it, put the package's
// `sorted_classifiers` and `deprecated_classifiers` there.
import list from './classifiers.json' with { type: 'json' }

/** Every classifier in use, in the order of the list. */
export const CLASSIFIERS: readonly string[] = list.current

/** What a classifier is: in use; deprecated, with what to write instead (nothing, if the list is empty); or not one at all. */
export type ClassifierStanding = { kind: 'current' } | { kind: 'deprecated'; replacements: readonly string[] } | { kind: 'unknown' }

/** Looks a classifier up, exactly as written. `Private :: …` is never one: that is how packages guard against being uploaded. */
export function findClassifier(classifier: string): ClassifierStanding {
  if (CURRENT.has(classifier)) return { kind: 'current' }
  const replacements = DEPRECATED.get(classifier)
  return replacements ? { kind: 'deprecated', replacements } : { kind: 'unknown' }
}

/** The classifiers of the list that stand below one. */
export const classifiersBelow = (classifier: string): string[] => CLASSIFIERS.filter((one) => one.startsWith(`${classifier} :: `))

const CURRENT: ReadonlySet<string> = new Set(list.current)
const DEPRECATED: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(list.deprecated))
