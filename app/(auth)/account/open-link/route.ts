export { openLink as GET } from '#lib/web/mailed-link.ts'
