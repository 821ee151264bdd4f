import { notFound } from 'next/navigation'
import { Specimens } from './specimens.tsx'

/** Every component in every state, for those who build pages. Not part of a served index. */
export default function DesignPage() {
  if (process.env.NODE_ENV === 'production') notFound()
  return <Specimens />
}
