type QueryError = Error & { query: string; params: unknown }

/**
 * What may be logged of something thrown. An error of the database carries the values of its statement, which are addresses,
 * hashes and sealed secrets: of such a one the statement is kept, where it was asked, and the code of the refusal, as text
 * (ASVS 5.0 V16.2.5). Everything else stays as it is.
 */
export function withoutValues(thrown: unknown): unknown {
  return thrown instanceof Error && causesOf(thrown).some(isOfDatabase) ? causesOf(thrown).map(told).join('\n  because of ') : thrown
}

function causesOf(error: Error): Error[] {
  const causes = [error]
  for (let cause = error.cause; cause instanceof Error && !causes.includes(cause); cause = cause.cause) causes.push(cause)
  return causes
}

const isOfDatabase = (error: Error) => isQueryError(error) || ('severity' in error && 'code' in error)
const isQueryError = (error: Error): error is QueryError => 'query' in error && 'params' in error

/** The driver's own words quote values, too; its code and the name of the constraint do not. */
function told(error: Error): string {
  if (isQueryError(error)) return `Failed query: ${error.query}${framesOf(error)}`
  const facts = ['code', 'constraint_name', 'table_name', 'column_name'].flatMap((name) => (name in error ? String(Reflect.get(error, name)) : []))
  return `${error.name}${facts.length > 0 ? ` (${facts.join(', ')})` : `: ${error.message}`}${framesOf(error)}`
}

/** The frames alone: a stack begins with the message, in which anything may stand. */
function framesOf({ stack = '', message }: Error): string {
  const at = stack.indexOf(message)
  return at < 0 ? '' : stack.slice(at + message.length)
}
