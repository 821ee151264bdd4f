import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

export type BadgeTone = 'plain' | 'accent' | 'good' | 'warn' | 'bad'

/** A state in a word: yanked is warn, attested good, passkey accent, quarantined bad; the rest is plain. */
export function Badge({ tone = 'plain', icon, children }: { tone?: BadgeTone; icon?: IconName; children: ReactNode }) {
  return <span className={classNames('badge', tone !== 'plain' && `badge-${tone}`)}>{icon && <Icon name={icon} />}{children}</span>
}
