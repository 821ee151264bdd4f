'use client'

import type { ReactNode } from 'react'
import type { Description } from '#lib/catalog/readme.ts'
import { ReleaseDescription } from '../project/description.tsx'
import { useFormState } from '../ui/form-context.ts'
import { Panel } from '../ui/panel.tsx'

/** What was typed, rendered by the server when it was asked to show it; until then the text as it is kept. */
export function AnnouncementPreview({ heading, kept }: { heading: ReactNode; kept: Description | null }) {
  const data = useFormState().data as { preview?: Description | null } | undefined
  const shown = data?.preview ?? kept
  if (!shown) return null
  return (
    <section aria-label={String(heading)}>
      <h2 className="text-base leading-snug">{heading}</h2>
      <Panel className="mt-2"><ReleaseDescription description={shown} /></Panel>
    </section>
  )
}
