import { findAdmin } from '#lib/web/guards.ts'
import { Missing } from '../../missing.tsx'
import { Specimens } from './specimens.tsx'

/** Every component in every state, for those who build pages; on a served index for its administrators only. */
export default async function DesignPage() {
  if (process.env.NODE_ENV === 'production' && !(await findAdmin('/admin/design/'))) return <Missing />
  return <Specimens />
}
