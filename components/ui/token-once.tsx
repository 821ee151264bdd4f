import { useId, type ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'

/** A secret, readable and copyable, with its label. */
export function Secret({ label, hint, value, primary }: { label: string; hint?: ReactNode; value: string; primary?: boolean }) {
  const id = useId()
  return (
    <div>
      <p className="label" id={id}>{label}</p>
      {hint && <p className="hint">{hint}</p>}
      <div className="mt-2 flex flex-wrap items-start gap-3">
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `code` may not be named, a group may */}
        <code className="key min-w-0 grow basis-56" role="group" aria-labelledby={id}>{value}</code>
        <CopyButton text={value} about={label} kind={primary ? 'primary' : 'default'} />
      </div>
    </div>
  )
}

/** A new token: shown now and never again, then the plain sentence of what it may do. */
export function TokenOnce({ label, warning, value, children }: { label: string; warning: ReactNode; value: string; children?: ReactNode }) {
  return (
    <div className="token">
      <Secret label={label} hint={warning} value={value} primary />
      {children && <p className="mt-3 text-small text-ink-2">{children}</p>}
    </div>
  )
}
