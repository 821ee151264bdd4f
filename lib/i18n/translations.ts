import { ar } from './messages/ar/index.ts'
import { de } from './messages/de/index.ts'
import { en } from './messages/en/index.ts'
import { es } from './messages/es/index.ts'
import { fr } from './messages/fr/index.ts'
import { he } from './messages/he/index.ts'
import { ja } from './messages/ja/index.ts'
import { ptBR } from './messages/pt-BR/index.ts'
import { uk } from './messages/uk/index.ts'
import { zhHans } from './messages/zh-Hans/index.ts'
import type { Locale } from './locales.ts'
import type { Branch } from './tree.ts'

/** Every language's sentences. English is the shape; messages.test.ts holds the others to it. */
export const translations = {
  de,
  en,
  es,
  fr,
  'pt-BR': ptBR,
  uk,
  he,
  ar,
  ja,
  'zh-Hans': zhHans,
} satisfies Record<Locale, Branch>
