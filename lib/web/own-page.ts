type Sent = { origin: string | null | undefined; site: string | null | undefined }

/**
 * Whether what a browser says of a request means that a page of ours sent it: Origin is there and ours, and Sec-Fetch-Site,
 * where the browser knows it, says same-origin.
 */
export function isOwnPage({ origin, site }: Sent, ours: string): boolean {
  return origin === ours && (site === null || site === undefined || site === 'same-origin')
}
