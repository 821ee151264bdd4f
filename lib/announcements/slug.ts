const SLUG_MAX_CHARS = 60

/** The last part of an announcement's address: the title's Latin letters and digits, or the day where it has none. */
export function slugOf(title: string, now: Date): string {
  const letters = title.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '-')
  return letters.slice(0, SLUG_MAX_CHARS).replace(/^-+|-+$/g, '') || now.toISOString().slice(0, 10)
}
