/** A part of a page's path, as it was meant; what cannot be decoded stays as it is and finds nothing. */
export function pathPart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
