import { setUpIsRunning } from '#lib/admin/set-up.ts'

/** Where one goes on after a step that belongs to the set-up of the site, too: back to its path, while that is walked. */
export async function onWithSetUp(user: { isAdmin: boolean } | null, otherwise: string): Promise<string> {
  return user?.isAdmin && (await setUpIsRunning()) ? '/setup/' : otherwise
}
