/** A text for a pattern of LIKE that stands for itself: `%` and `_` are signs in it like any other. */
export const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
