import type { MetadataRoute } from 'next'
import { connection } from 'next/server'
import { GROUNDS } from '#components/ui/grounds.ts'
import { environment } from '#lib/env.ts'

/** For those who put the site on a home screen. The same in every language, so that whoever keeps it keeps it for all. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  // The name may change while the server runs.
  await connection()
  const { siteName } = environment()
  return {
    id: '/', name: siteName, short_name: siteName, start_url: '/', scope: '/', display: 'minimal-ui',
    background_color: GROUNDS.light, theme_color: GROUNDS.light,
    icons: [
      { src: '/icon.svg', type: 'image/svg+xml', sizes: 'any' },
      { src: '/apple-icon.png', type: 'image/png', sizes: '180x180', purpose: 'maskable' },
    ],
  }
}
