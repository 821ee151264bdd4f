/**
 * The page of a list that an address asks for with `?page=`: the first when it says nothing, null when it names none that can be.
 * Of several the first counts. A page after the last is for the list to refuse: it alone knows how long it is.
 */
export function pageNumber(asked: string | string[] | undefined): number | null {
  const [page = '1'] = [asked ?? []].flat()
  return /^[1-9]\d{0,4}$/.test(page) ? Number(page) : null
}
