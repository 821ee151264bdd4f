import { z } from 'zod'
import { FILE_MAX_BYTES, PROJECT_MAX_BYTES, REASON_MAX_CHARS } from '#lib/numbers.ts'
import { projectName } from '#lib/projects/input.ts'

const MEBIBYTE = 1024 * 1024
const LIMIT_MAX_MEBIBYTES = 1024 * 1024

const mebibytes = (least: number) =>
  z.coerce.number('not-in-range').int('not-in-range').min(least / MEBIBYTE, 'not-in-range').max(LIMIT_MAX_MEBIBYTES, 'not-in-range').transform((count) => count * MEBIBYTE)

/** What those concerned read; control characters but line breaks are left out. */
export const reason = z.string().normalize('NFC').trim().min(1, 'required').max(REASON_MAX_CHARS, 'reason-too-long').transform((text) => text.replace(/[^\P{Cc}\n]/gu, ''))

export const quarantine = z.strictObject({ project: projectName, reason })
export const oneProject = z.strictObject({ project: projectName })
/** In mebibytes, at least what every project has; in bytes for whoever reads the output. */
export const projectLimits = z.strictObject({ project: projectName, fileLimit: mebibytes(FILE_MAX_BYTES), totalLimit: mebibytes(PROJECT_MAX_BYTES) })
