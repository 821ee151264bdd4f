import { TransactionRollbackError } from 'drizzle-orm'
import { type Err, err } from '#lib/result.ts'

/** For `.catch` of a transaction: `tx.rollback()` becomes this refusal, with nothing done; trouble stays trouble. */
export const rolledBack = <const E extends string>(refusal: E) => (trouble: unknown): Err<E> => {
  if (trouble instanceof TransactionRollbackError) return err(refusal)
  throw trouble
}
