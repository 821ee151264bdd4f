type Props = { title: string; text: string; number?: string; again: string }

/** What a broken page says, and a link to ask for it once more. Has nothing of the shell, which may be what broke. */
export function Trouble(props: Props) {
  return <main id="main" className="page main"><TroubleText {...props} /></main>
}

/** Its words alone. */
export function TroubleText({ title, text, number, again, level = 1 }: Props & { level?: 1 | 3 }) {
  const Heading = level === 1 ? 'h1' : 'h3'
  return (
    <>
      <Heading>{title}</Heading>
      <p className="mt-2 mb-6 max-w-measure text-ink-2">{text}</p>
      {number && <p className="mb-6 text-small text-ink-3"><bdi>{number}</bdi></p>}
      {/* oxlint-disable-next-line jsx-a11y/anchor-is-valid -- the empty address is that of this very page */}
      <a href="" className="button">{again}</a>
    </>
  )
}
