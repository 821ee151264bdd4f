export { receiveFiles as POST } from '#lib/web/receive-files.ts'
