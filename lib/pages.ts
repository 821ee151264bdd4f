// Lists that are shown in pages, counted from 1.

/** How many pages so many rows fill; an empty list has one. */
export const pagesOf = (rows: number, perPage: number): number => Math.max(1, Math.ceil(rows / perPage))

/** The rows of one page, of a list that is at hand. */
export const rowsOnPage = <T>(rows: T[], page: number, perPage: number): T[] => rows.slice((page - 1) * perPage, page * perPage)
