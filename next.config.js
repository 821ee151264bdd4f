import createNextIntlPlugin from 'next-intl/plugin'

const publicHost = process.env.NEXTAUTH_URL && URL.canParse(process.env.NEXTAUTH_URL) ? [new URL(process.env.NEXTAUTH_URL).host] : []

/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR || '.next',
  poweredByHeader: false,
  // lib/server/encode.ts compresses, with Brotli where the browser takes it.
  compress: false,
  // The head of a page is whole when it arrives: public pages have no script that would carry its parts there.
  htmlLimitedBots: /.*/,
  productionBrowserSourceMaps: false,
  // Pictures are served as they are: no /_next/image, which fetches, converts and caches what a stranger names.
  images: { unoptimized: true },
  // Next would redirect what pip and twine post; proxy.ts redirects pages only.
  skipTrailingSlashRedirect: true,
  // `npm test` checks the types first; whoever only starts the product does not wait for it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@node-rs/argon2', 'busboy', 'drizzle-orm', 'nodemailer', 'pg-boss', 'postgres'],
  // How app/fonts.ts learns what a font is called once it is built.
  turbopack: { rules: { '*.woff2': { condition: { query: '?address' }, type: 'asset' } } },
  experimental: { serverActions: { allowedOrigins: publicHost } },
}

export default createNextIntlPlugin('./app/i18n.ts')(config)
