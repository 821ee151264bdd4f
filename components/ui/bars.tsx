import type { ReactNode } from 'react'

const HEIGHT = 48
const GAP = 0.12

/**
 * Counts over time, the last one in the accent, with a word at either end. `label` says in words what the bars show.
 * Time runs from left to right in every language. Drawn as SVG, since the page forbids inline styles.
 */
export function Bars({ label, values, from, to }: { label: string; values: number[]; from?: ReactNode; to?: ReactNode }) {
  return (
    <div dir="ltr">
      <Drawing label={label} values={values} />
      {(from || to) && <p className="mt-1.5 flex justify-between gap-3 text-tiny text-ink-3"><bdi>{from}</bdi><bdi>{to}</bdi></p>}
    </div>
  )
}

function Drawing({ label, values }: { label: string; values: number[] }) {
  const most = Math.max(1, ...values)
  return (
    <svg className="bars" role="img" aria-label={label} viewBox={`0 0 ${values.length} ${HEIGHT}`} preserveAspectRatio="none">
      {values.map((value, place) => {
        const height = Math.max((value / most) * HEIGHT, value > 0 ? 1 : 0)
        return <rect key={place} x={place + GAP / 2} width={1 - GAP} y={HEIGHT - height} height={height} />
      })}
    </svg>
  )
}
