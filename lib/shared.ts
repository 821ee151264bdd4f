const shelf: Record<string, unknown> = ((globalThis as Record<string, unknown>).wheelkeep ??= {}) as Record<string, unknown>

/**
 * One value for the whole process. A module exists twice, once for Node and once in Next's bundle, so what both
 * faces share in memory (the database pool, the job queue, page caches) must hang on globalThis.
 */
export function shared<T>(name: string, make: () => T): T {
  return (shelf[name] ??= make()) as T
}
