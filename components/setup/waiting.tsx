'use client'

import { useEffect, useSyncExternalStore, type ReactNode } from 'react'
import { useRouter } from 'next/navigation'

const EVERY_MS = 3000

/** Asks the server again while something is awaited. Without JavaScript there is a link that does the same. */
export function Waiting({ text, withoutScript, link }: { text: ReactNode; withoutScript: ReactNode; link: ReactNode }) {
  const router = useRouter()
  const live = useSyncExternalStore(never, () => true, () => false)
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) router.refresh() }, EVERY_MS)
    return () => clearInterval(timer)
  }, [router])
  return <p aria-live="polite">{live ? text : <>{withoutScript} {link}</>}</p>
}

/** Whether scripts run changes once, when this one does. */
const never = () => () => {}
