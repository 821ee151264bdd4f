import { preload } from 'react-dom'
import plex from '../components/ui/fonts/ibm-plex-sans-latin-400-600.woff2?address'
import cyrillic from '@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-cyrillic-wght-normal.woff2?address'
import arabic from '@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-400-normal.woff2?address'
import arabicHeadings from '@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-600-normal.woff2?address'
import hebrew from '@fontsource/ibm-plex-sans-hebrew/files/ibm-plex-sans-hebrew-hebrew-400-normal.woff2?address'
import hebrewHeadings from '@fontsource/ibm-plex-sans-hebrew/files/ibm-plex-sans-hebrew-hebrew-600-normal.woff2?address'
import type { Locale } from '#lib/i18n/locales.ts'

/** What every page of a language is written with. Names of projects are Latin everywhere. */
const FONTS: Partial<Record<Locale, string[]>> = { uk: [plex, cyrillic], ar: [arabic, arabicHeadings], he: [hebrew, hebrewHeadings] }

/** Has the browser fetch the fonts of a language beside the styles, which would name them only when they have come. */
export function preloadFonts(locale: Locale): void {
  for (const font of FONTS[locale] ?? [plex]) preload(font, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' })
}
