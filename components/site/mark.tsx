/** The mark: a keep with four merlons, and a wheel cut out of it. */
export function Mark() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path fill="currentColor" fillRule="evenodd" d="M1 1h2v2h2V1h2v2h2V1h2v2h2V1h2v14H1zM7 5.127A4 4 0 0 0 4.127 8H7zM9 5.127V8h2.873A4 4 0 0 0 9 5.127zM4.127 10A4 4 0 0 0 7 12.873V10zM9 10v2.873A4 4 0 0 0 11.873 10z" />
    </svg>
  )
}
