import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { cannotStart } from '#lib/cannot-start.ts'

/** Whom Postgres runs as: `null` for ourselves, else another user, because Postgres refuses to run as root. */
export type PostgresUser = { uid: number; gid: number } | null

/** An ordinary user runs Postgres as itself. Root hands it to the owner of the data if there is one, else to `postgres`, else to `nobody`. */
export function postgresUser(pgData: string): PostgresUser {
  if (process.getuid?.() !== 0) return ourselves()
  const found = ownerOf(pgData) ?? userNamed('postgres') ?? userNamed('nobody')
  if (!found) throw cannotStart('Postgres refuses to run as root, and there is no user "postgres" or "nobody": add one, or set DATABASE_URL')
  return found
}

/** Whether that user can walk into a folder; a parent that only root may enter is the usual reason why not. */
export function canEnter(user: PostgresUser, dir: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { ...user, cwd: '/' }).status === 0
}

function ourselves(): PostgresUser {
  try {
    userInfo()
    return null
  } catch {
    throw cannotStart(`user id ${process.getuid?.()} has no name on this machine, which Postgres needs: add it to /etc/passwd, or set DATABASE_URL`)
  }
}

function ownerOf(dir: string): PostgresUser {
  const stat = statSync(dir, { throwIfNoEntry: false })
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : null
}

function userNamed(name: string): PostgresUser {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
  return uid?.status === 0 && gid?.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null
}
