'use client'

import type { ReactNode } from 'react'
import { useFormStatus } from 'react-dom'

/** The label of a submit button, which says what is happening while its form is on its way. */
export function BusyLabel({ busy, children }: { busy: string; children: ReactNode }) {
  const { pending } = useFormStatus()
  return <span aria-live="polite">{pending ? busy : children}</span>
}
