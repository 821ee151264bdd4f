import type { Metadata } from 'next'
import { missingMetadata, MissingText } from './missing.tsx'
import { SiteShell } from './shell.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return missingMetadata()
}

export default function NotFound() {
  return <SiteShell><MissingText /></SiteShell>
}
