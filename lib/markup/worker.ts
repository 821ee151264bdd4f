// Runs in a thread of its own: a document made to take for ever then takes nobody's time but its own.
import { parentPort, workerData } from 'node:worker_threads'
import { renderSource } from './render.ts'

parentPort?.postMessage(renderSource(workerData))
