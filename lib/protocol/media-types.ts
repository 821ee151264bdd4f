// Content negotiation (RFC 9110 §12.5): which of our renderings a client prefers.

type Range = { type: string; q: number }

/**
 * The offer that the Accept header prefers; ties go to the earlier offer. Without a header, or when nothing
 * offered is acceptable, the first offer: an installer gets a page, never a 406.
 */
export function negotiate<const T extends string>(accept: string | null | undefined, offers: readonly [T, ...T[]]): T {
  const ranges = parseRanges(accept ?? '*/*')
  let best: { offer: T; q: number } = { offer: offers[0], q: 0 }
  for (const offer of offers) {
    const q = quality(offer, ranges)
    if (q > best.q) best = { offer, q }
  }
  return best.offer
}

/** Whether an Accept-Encoding header allows gzip (RFC 9110 §12.5.3). */
export function acceptsGzip(acceptEncoding: string | null | undefined): boolean {
  const ranges = parseRanges(acceptEncoding ?? '')
  const named = ranges.find(({ type }) => type === 'gzip' || type === 'x-gzip') ?? ranges.find(({ type }) => type === '*')
  return named !== undefined && named.q > 0
}

/** RFC 9110: the most specific range that matches decides. */
function quality(offer: string, ranges: Range[]): number {
  const wildcard = `${offer.split('/')[0]}/*`
  const range = [offer, wildcard, '*/*'].map((type) => ranges.find((range) => range.type === type)).find(Boolean)
  return range?.q ?? 0
}

function parseRanges(header: string): Range[] {
  return header
    .slice(0, 2000)
    .split(',')
    .flatMap((part) => parseRange(part) ?? [])
}

/** A range with parameters of its own (`text/html;level=1`) names something more special than we offer. */
function parseRange(part: string): Range | null {
  const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
  const weight = parameters.findIndex((parameter) => parameter.startsWith('q='))
  if (type === '' || weight > 0 || (weight < 0 && parameters.length > 0)) return null
  const q = weight < 0 ? '1' : (parameters[weight] ?? '').slice(2)
  return /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(q) ? { type, q: Number(q) } : null
}
