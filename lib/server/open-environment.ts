import { existsSync } from 'node:fs'
import { cannotStart } from '#lib/cannot-start.ts'
import { type Environment, environment, parseEnvironment } from '#lib/env.ts'
import { keptSecrets } from '#lib/kept-secrets.ts'

/** The environment of a process that starts: variables, a `.env` file beside package.json, and the secrets kept in DATA_DIR. */
export function openEnvironment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const parsed = parseEnvironment(process.env)
  if (!parsed.ok) throw cannotStart(parsed.error)

  const { nextauthSecret, secretsKey, dataDir } = parsed.value
  if (!nextauthSecret || !secretsKey) {
    const kept = keptSecrets(dataDir)
    process.env.NEXTAUTH_SECRET ||= kept.nextauthSecret
    process.env.SECRETS_KEY ||= kept.secretsKey.toString('base64')
  }
  return environment()
}
