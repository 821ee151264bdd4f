import type { IconName } from '#components/ui/icon.tsx'
import type { HelpChapter } from '#lib/help.ts'

/** `anchor`: where `/help/` speaks of it. Others link there, so an anchor stays what it is. */
export type ChapterEntry = { slug: HelpChapter; anchor: string; icon: IconName }

/** The pages of the help, in the order in which one reads them. */
export const GROUPS = [
  {
    key: 'account',
    chapters: [
      { slug: 'two-factor', anchor: 'twoFactor', icon: 'shield' }, { slug: 'apps', anchor: 'apps', icon: 'phone' }, { slug: 'keys', anchor: 'keys', icon: 'key' },
      { slug: 'codes', anchor: 'codes', icon: 'file' }, { slug: 'sign-in', anchor: 'sign-in', icon: 'lock' },
    ],
  },
  {
    key: 'packages',
    chapters: [{ slug: 'tokens', anchor: 'tokens', icon: 'token' }, { slug: 'publish', anchor: 'publish', icon: 'upload' }, { slug: 'install', anchor: 'install', icon: 'download' }],
  },
  { key: 'trouble', chapters: [{ slug: 'recover', anchor: 'recover', icon: 'refresh' }, { slug: 'problems', anchor: 'problems', icon: 'help' }] },
  { key: 'site', chapters: [{ slug: 'operators', anchor: 'operators', icon: 'settings' }] },
] as const satisfies { key: string; chapters: ChapterEntry[] }[]

export const CHAPTERS: ChapterEntry[] = GROUPS.flatMap(({ chapters }): ChapterEntry[] => [...chapters])
