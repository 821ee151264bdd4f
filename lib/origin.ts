/** Where a request came from, as the trusted hop tells it; goes into every audit event. */
export type Origin = { ip: string | null; userAgent: string | null; requestId: string | null }

/** For what the system does by itself: jobs, the operator's commands, tests. */
export const nowhere: Origin = { ip: null, userAgent: null, requestId: null }
