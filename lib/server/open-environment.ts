import { existsSync } from 'node:fs'
import { cannotStart } from '#lib/cannot-start.ts'
import { type Environment, environment, parseEnvironment } from '#lib/env.ts'
import { keptSecrets } from '#lib/kept-secrets.ts'
import { shared } from '#lib/shared.ts'

/** Which of the two secrets are kept in DATA_DIR, because no variable gives them. */
export type KeptInDataDir = { nextauthSecret: boolean; secretsKey: boolean }
const shelf = shared<{ kept: KeptInDataDir }>('secrets kept in DATA_DIR', () => ({ kept: { nextauthSecret: false, secretsKey: false } }))

/** The environment of a process that starts: variables, a `.env` file beside package.json, and the secrets kept in DATA_DIR. */
export function openEnvironment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const parsed = parseEnvironment(process.env)
  if (!parsed.ok) throw cannotStart(parsed.error)

  const { nextauthSecret, secretsKey, oldSecretsKeys, dataDir } = parsed.value
  shelf.kept = { nextauthSecret: !nextauthSecret, secretsKey: !secretsKey }
  if (!nextauthSecret || !secretsKey) {
    const kept = keptSecrets(dataDir)
    process.env.NEXTAUTH_SECRET ||= kept.nextauthSecret
    process.env.SECRETS_KEY ||= kept.secretsKey.toString('base64')
    if (!secretsKey) process.env.SECRETS_KEY_OLD = [...kept.oldSecretsKeys, ...oldSecretsKeys].map((key) => key.toString('base64')).join()
  }
  return environment()
}

/** Where the secrets of this process came from. */
export const keptInDataDir = (): KeptInDataDir => shelf.kept
