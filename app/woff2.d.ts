/** A font imported so is the address that it is served at (next.config.js). */
declare module '*.woff2?address' {
  const address: string
  export default address
}
