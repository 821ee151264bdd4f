import { eq, sql } from 'drizzle-orm'
import { ADVISORY_LOCKS } from '#lib/db/advisory-locks.ts'
import type { Tx } from '#lib/db/client.ts'
import { journal, projects } from '#lib/db/schema.ts'

/**
 * Writes down what happened to a project (`create`, `new release`, `add py3 file x.whl`, …) and gives the project that
 * entry's number as its serial: mirrors and caches learn from it that something changed. The lock lets serials
 * become visible in their order, so whoever has seen one has missed none before it.
 */
export async function writeJournal(
  tx: Tx,
  entry: { projectId: string; name: string; version?: string; action: string; userId?: string | null },
): Promise<number> {
  // The project's row first, then the journal: the same order everywhere, or two writers wait for each other.
  await tx.select({ id: projects.id }).from(projects).where(eq(projects.id, entry.projectId)).for('update')
  await tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.journal})`)
  const [written] = await tx.insert(journal).values(entry).returning({ serial: journal.serial })
  if (!written) throw new Error('The journal took no entry.')
  await tx.update(projects).set({ serial: written.serial }).where(eq(projects.id, entry.projectId))
  return written.serial
}
