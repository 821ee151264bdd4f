import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

export type ButtonKind = 'primary' | 'default' | 'quiet' | 'quiet-danger' | 'danger'

type Look = { kind?: ButtonKind; small?: boolean; full?: boolean; icon?: IconName; children: ReactNode }

/** Sends its form. `busy` replaces the label while the form is on its way (scripts/forms.ts); `about` tells screen readers of which row. */
export function Button({ kind, small, full, icon, busy, about, children, className, ...rest }: Look & { busy?: string; about?: string } & ComponentProps<'button'>) {
  return (
    <button type="submit" {...rest} className={classNames(buttonClass({ kind, small, full }), className)}>
      {icon && <Icon name={icon} small />}
      {busy ? <span aria-live="polite" data-busy={busy}>{children}</span> : children}
      {about && <span className="sr-only"> {about}</span>}
    </button>
  )
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function LinkButton({ kind, small, full, icon, about, children, className, ...rest }: Look & { href: string; about?: string } & ComponentProps<'a'>) {
  return (
    <a {...rest} className={classNames(buttonClass({ kind, small, full }), className)}>
      {icon && <Icon name={icon} small />}
      {children}
      {about && <span className="sr-only"> {about}</span>}
    </a>
  )
}

function buttonClass({ kind = 'default', small, full }: Omit<Look, 'children'>) {
  return classNames('button', kind !== 'default' && `button-${kind}`, small && 'button-small', full && 'button-full')
}
