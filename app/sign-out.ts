'use server'

import { redirect } from 'next/navigation'

/** Signs out in this browser. */
export async function signOut(): Promise<void> {
  redirect('/')
}
