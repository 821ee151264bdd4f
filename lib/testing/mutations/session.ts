// Runs test files again and again in one copy of the tree. The database server, its template and what vitest has read stay;
// each test file still gets a process and a database of its own. So a line costs two seconds, not ten.

import { join } from 'node:path'
import { createVitest, type TestCase, type Vitest } from 'vitest/node'

export type Ran = { failed: { test: string; message: string }[]; passed: number; troubles: string }

const LONGEST_MS_PER_FILE = 180_000

let vitest: Vitest | null = null
let cases: TestCase[] = []

/** Ends at the first test that fails. A file that does not even load fails no test: that proves nothing. */
export async function runTests(copy: string, files: string[]): Promise<Ran> {
  vitest ??= await open(copy)
  cases = []
  const specifications = (await vitest.globTestSpecifications(files)).filter(({ moduleId }) => files.some((file) => join(copy, file) === moduleId))
  const ended = await Promise.race([vitest.runTestSpecifications(specifications), late(files.length * LONGEST_MS_PER_FILE)])
  if (!ended) await giveUp(vitest)
  const results = cases.map((test) => ({ test: test.fullName, ...test.result() }))
  return {
    failed: results.filter(({ state }) => state === 'failed').map(({ test, errors }) => ({ test, message: firstLine(errors?.[0]?.message) })),
    passed: results.filter(({ state }) => state === 'passed').length,
    troubles: ended ? [...ended.unhandledErrors, ...ended.testModules.flatMap((module) => module.errors())].map((error) => firstLine((error as Error).message)).join(' ') : 'no end in time',
  }
}

/** Cancelling waits for the file that never ends; cancelling once more does not. */
async function giveUp(run: Vitest): Promise<void> {
  void run.cancelCurrentRun('keyboard-input')
  await run.cancelCurrentRun('keyboard-input')
  await closeSession()
}

/** Tells vitest that a file has another text. What is no module may be in the template of the databases, which only a new session makes anew. */
export async function reread(path: string): Promise<void> {
  if (/\.tsx?$/.test(path)) vitest?.invalidateFile(path)
  else await closeSession()
}

export async function closeSession(): Promise<void> {
  await vitest?.close()
  vitest = null
}

function open(copy: string): Promise<Vitest> {
  process.chdir(copy)
  return createVitest('test', { root: copy, watch: false, bail: 1, reporters: [{ onTestCaseResult: (test) => void cases.push(test) }] })
}

function late(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, ms, null).unref())
}

function firstLine(text = ''): string {
  return text.split('\n')[0]?.slice(0, 300) ?? ''
}
