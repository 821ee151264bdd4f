/** How many pages so many rows fill; an empty list has one. */
export const pagesOf = (rows: number, perPage: number): number => Math.max(1, Math.ceil(rows / perPage))
