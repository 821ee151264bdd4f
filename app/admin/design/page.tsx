import { requireAdmin } from '#lib/web/guards.ts'
import { Specimens } from './specimens.tsx'

/** Every component in every state, for those who build pages; on a served index for its administrators only. */
export default async function DesignPage() {
  if (process.env.NODE_ENV === 'production') await requireAdmin('/admin/design/')
  return <Specimens />
}
