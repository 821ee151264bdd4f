'use server'

import type { FormState } from '#components/ui/form-state.ts'
import { requireAdmin } from '#lib/web/guards.ts'
import { assertSameOrigin } from '#lib/web/same-origin.ts'

/** Refuses or thanks, as asked, to show both. */
export async function tryForm(_before: FormState, form: FormData): Promise<FormState> {
  await assertAllowed()
  await new Promise((done) => setTimeout(done, 600))
  if (form.get('code') === '111111') return { done: 'saved' }
  const values = { name: String(form.get('name') ?? ''), kind: String(form.get('kind') ?? ''), about: String(form.get('about') ?? ''), scope: String(form.get('scope') ?? ''), remember: String(form.get('remember') ?? '') }
  return { error: 'rate-limited', fields: { name: 'required', code: 'spent', scope: 'required' }, values }
}

/** Does nothing, for buttons that are only looked at. */
export async function stay(): Promise<void> {
  await assertAllowed()
}

/** Who may see the page may send its forms. */
async function assertAllowed(): Promise<void> {
  await assertSameOrigin()
  if (process.env.NODE_ENV === 'production') await requireAdmin('/admin/design/')
}
