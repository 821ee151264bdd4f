const HEIGHT = 48
const GAP = 0.12

/** Counts over time: the last one in the accent. Drawn as SVG, since the page forbids inline styles. */
export function Bars({ label, values }: { label: string; values: number[] }) {
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
