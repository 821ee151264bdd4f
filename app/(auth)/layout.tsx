import type { ReactNode } from 'react'
import { GateShell } from '../shell.tsx'

export default function GateLayout({ children }: { children: ReactNode }) {
  return <GateShell>{children}</GateShell>
}
