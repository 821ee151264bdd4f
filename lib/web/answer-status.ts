// A page cannot say its own status: `notFound()` can, but what it sends is an empty document that only a script fills, without
// a language. So our server lends each page its response for as long as it is being made.

import { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'
import { shared } from '#lib/shared.ts'

type Answer = { response: ServerResponse; wasUnderstood: boolean }

const answers = shared('answers', () => new AsyncLocalStorage<Answer>())

/** Runs what makes an answer, so that `setAnswerStatus` within it means this one. */
export const withAnswer = <T>(response: ServerResponse, make: () => T): T => answers.run({ response, wasUnderstood: false }, make)

/** Says that Next.js could read the form of this request and called an action of ours. */
export function noteUnderstood(): void {
  const answer = answers.getStore()
  if (answer) answer.wasUnderstood = true
}

/** Whether an action of ours was called in this request. */
export const wasUnderstood = (): boolean => answers.getStore()?.wasUnderstood ?? false

/** Sets the status of the page that is being made; once it is on its way, nothing changes any more. */
export function setAnswerStatus(status: number): void {
  const response = answers.getStore()?.response
  if (response && !response.headersSent) response.statusCode = status
}

/** Answers whose pages work without Next's scripts: the server leaves those out (lib/server/plain-page.ts). */
const plain = shared('plain-answers', () => new WeakSet<ServerResponse>())

/** Says that the page that is being made needs none of Next's scripts. */
export function answerWithoutScripts(): void {
  const response = answers.getStore()?.response
  if (response) plain.add(response)
}

export const isWithoutScripts = (response: ServerResponse): boolean => plain.has(response)

/** Sets a header of the answer that is being made: of actions, which cannot. */
export function setAnswerHeader(name: string, value: string): void {
  const response = answers.getStore()?.response
  if (response && !response.headersSent) response.setHeader(name, value)
}
