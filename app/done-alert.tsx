import { Alert } from '#components/ui/alert.tsx'
import { type Group, words } from './words.ts'

type Props = { group: Group; /** From the address, where anybody may write anything. */ done: string | string[] | undefined; tone?: 'good' | 'warn'; className?: string }

/** What was just done, when the address names a sentence of the group; else nothing. */
export async function DoneAlert({ group, done, tone = 'good', className = 'mt-6' }: Props) {
  const sentences = await words(group)
  if (typeof done !== 'string' || !Object.hasOwn(sentences, done)) return null
  return <Alert live tone={tone} className={className}>{sentences[done]}</Alert>
}
