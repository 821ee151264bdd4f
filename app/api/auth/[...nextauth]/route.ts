export { authGet as GET, authPost as POST } from '#lib/web/auth-routes.ts'
