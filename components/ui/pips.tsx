/** Recovery codes as blocks: left ones solid, spent ones hollow. The words stand beside it. */
export function Pips({ left, of, children }: { left: number; of: number; children: string }) {
  return (
    <div className="flex flex-wrap items-center gap-4">
      <b className="font-medium">{children}</b>
      <span className="pips" aria-hidden="true">{Array.from({ length: of }, (_, place) => <i key={place} className={place < left ? undefined : 'spent'} />)}</span>
    </div>
  )
}
