const NAME = 'CannotStart'

/** Trouble that the operator can cure: one line that names the cause and the cure, printed without a stack. */
export const cannotStart = (line: string): Error => Object.assign(new Error(line), { name: NAME })

/** Whether a caught value is such a line. Asked by name: the module exists twice, see shared.ts. */
export const isCannotStart = (trouble: unknown): trouble is Error => trouble instanceof Error && trouble.name === NAME
