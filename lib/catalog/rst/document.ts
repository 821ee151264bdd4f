import type { Root } from 'hast'
export function rstToTree(text: string): Root {
  return { type: 'root', children: [{ type: 'text', value: text }] }
}
