export type Ok<T> = { ok: true; value: T }
export type Err<E extends string> = { ok: false; error: E }

/** An ordinary "no" is a value whose literal the compiler makes every face answer; trouble is an exception. */
export type Result<T, E extends string> = Ok<T> | Err<E>

/** A yes, with what was asked for. */
export const ok = <T>(value: T): Ok<T> => ({ ok: true, value })

/** A no, by its literal name. */
export const err = <const E extends string>(error: E): Err<E> => ({ ok: false, error })
