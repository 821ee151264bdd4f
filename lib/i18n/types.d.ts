import type { formats } from './formats.ts'
import type { LocaleTag } from './locales.ts'
import type { Messages } from './messages.ts'

declare module 'next-intl' {
  interface AppConfig {
    Locale: LocaleTag
    Messages: Messages
    Formats: typeof formats
  }
}
