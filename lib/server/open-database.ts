import { joinEmbeddedPostgres, startEmbeddedPostgres } from '#lib/db/embedded.ts'
import { waitForDatabase } from '#lib/db/outside.ts'
import type { Environment } from '#lib/env.ts'
import type { Closing } from '#lib/server/stopping.ts'

type Place = Pick<Environment, 'databaseUrl' | 'dataDir'>
/** An open database: how to end our part of it, a promise that tells if it ends under us, and its folder if that is not in DATA_DIR. */
export type OpenDatabase = { url: string; close: Closing; died: Promise<string>; elsewhere: string | null }

/** For the server: the database that DATABASE_URL names, else one of our own that nobody else may have. */
export async function openServerDatabase({ databaseUrl, dataDir }: Place): Promise<OpenDatabase> {
  if (databaseUrl) return outside(databaseUrl)
  const { url, stop, died, folder } = await startEmbeddedPostgres(dataDir)
  return { url, close: stop, died, elsewhere: folder.startsWith(dataDir) ? null : folder }
}

/** For a command: beside a running server its database, else one of our own for the time of the command. */
export async function openCommandDatabase({ databaseUrl, dataDir }: Place, say: (line: string) => void): Promise<OpenDatabase> {
  if (databaseUrl) return outside(databaseUrl)
  const url = await joinEmbeddedPostgres(dataDir)
  if (url) return { url, close: () => {}, died: never, elsewhere: null }
  say('No server is running on this data folder; its database is started for this command.')
  return openServerDatabase({ databaseUrl, dataDir })
}

const never = new Promise<never>(() => {})

async function outside(url: string): Promise<OpenDatabase> {
  await waitForDatabase(url)
  return { url, close: () => {}, died: never, elsewhere: null }
}
