// What the drawings of the help are put together from. One line, 2 units wide, on a sheet of 192 × 112; colours are classes of
// help.css. Things that have one right way round (digits, clocks, ticks, QR codes) are `upright`, so that a drawing that is
// mirrored for languages from right to left leaves them as they are.

import type { ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'

type At = { x: number; y: number }

/** `alt` where the drawing says more than the words beside it; `mirror` where it runs in the direction of reading. */
export function Drawing({ alt, mirror, children }: { alt?: string; mirror?: boolean; children: ReactNode }) {
  const spoken = alt ? { role: 'img', 'aria-label': alt } : { 'aria-hidden': true }
  return <svg viewBox="0 0 192 112" className={classNames('drawing', mirror && 'drawing-mirrored')} {...spoken}>{children}</svg>
}

export const Arrow = ({ x, y, length }: At & { length: number }) => <path className="of-accent" d={`M${x} ${y}h${length}m-6-5l6 5l-6 5`} />

export const Tick = ({ x, y }: At) => <path className="of-good upright" d={`M${x} ${y}l5 6l10-13`} />

export const Cross = ({ x, y }: At) => <path className="of-bad" d={`M${x} ${y}l12 12m0-12l-12 12`} />

/** A browser's window with its address. */
export function Window({ x, y, width, height }: At & { width: number; height: number }) {
  return (
    <>
      <rect x={x} y={y} width={width} height={height} rx="3" />
      <path d={`M${x} ${y + 17}h${width}`} />
      <path className="of-faint" d={`M${x + 8} ${y + 9}h${width - 16}`} />
    </>
  )
}

export const Button = ({ x, y, width }: At & { width: number }) => (
  <>
    <rect className="of-solid" x={x} y={y} width={width} height="15" rx="3" />
    <path className="on-solid" d={`M${x + 9} ${y + 7.5}h${width - 18}`} />
  </>
)

export const Field = ({ x, y, width }: At & { width: number }) => <rect x={x} y={y} width={width} height="18" rx="3" />

/** A password as fields show it. */
export const Dots = ({ x, y, count }: At & { count: number }) => (
  <>{Array.from({ length: count }, (_, place) => <circle key={place} className="of-ink" cx={x + place * 8} cy={y} r="2" />)}</>
)

export const Words = ({ x, y, children, large }: At & { children: string; large?: boolean }) => (
  <text className={classNames('upright', large && 'is-large')} x={x} y={y} textAnchor="middle">{children}</text>
)

export function Phone({ x, y }: At) {
  return <><rect className="of-ground" x={x} y={y} width="48" height="88" rx="6" /><path className="of-faint" d={`M${x + 19} ${y + 8}h10`} /></>
}

/** A phone with the digits of an authenticator app, and how long they last. */
export function PhoneWithDigits({ x, y }: At) {
  return (
    <>
      <Phone x={x} y={y} />
      <Words x={x + 24} y={y + 38} large>492</Words>
      <Words x={x + 24} y={y + 56} large>817</Words>
      <g className="upright"><circle className="of-faint" cx={x + 24} cy={y + 72} r="6" /><path className="of-accent" d={`M${x + 24} ${y + 66}a6 6 0 1 1 -6 6`} /></g>
    </>
  )
}

const MODULES = 'M20 2h4v4h-4zM28 2h4v8h-4zM20 10h4v8h-4zM2 20h8v4h-8zM14 20h4v4h-4zM24 18h8v4h-8zM36 20h4v8h-4zM44 20h6v4h-6zM2 28h4v4h-4zM10 26h8v4h-8zM22 26h4v8h-4zM30 28h4v4h-4zM20 38h8v4h-8zM32 34h4v8h-4zM40 32h4v4h-4zM46 30h4v10h-4zM20 46h4v4h-4zM28 44h4v6h-4zM36 46h8v4h-8zM40 40h4v4h-4z'

export function Qr({ x, y }: At) {
  return (
    <g className="upright">
      {[[1, 1], [37, 1], [1, 37]].map(([dx = 0, dy = 0]) => (
        <g key={`${dx} ${dy}`}>
          <rect x={x + dx} y={y + dy} width="14" height="14" />
          <rect className="of-ink" x={x + dx + 4.5} y={y + dy + 4.5} width="5" height="5" />
        </g>
      ))}
      <path className="of-ink" d={MODULES} transform={`translate(${x} ${y})`} />
    </g>
  )
}

/** A security key, its plug at the start. */
export function UsbKey({ x, y }: At) {
  return (
    <>
      <rect x={x} y={y + 7} width="17" height="14" />
      <path className="of-faint" d={`M${x + 5} ${y + 12}h6m-6 4h6`} />
      <rect className="of-soft" x={x + 17} y={y} width="58" height="28" rx="5" />
      <circle className="of-accent" cx={x + 41} cy={y + 14} r="7" />
      <circle className="of-accent" cx={x + 65} cy={y + 14} r="3" />
    </>
  )
}

/** A fingertip that comes from above. */
export function Finger({ x, y }: At) {
  return (
    <>
      <path className="of-ground" d={`M${x - 9} ${y - 36}v26a9 9 0 0 0 18 0v-26`} />
      <path className="of-faint" d={`M${x - 5} ${y - 14}v-5a5 5 0 0 1 10 0v5z`} />
    </>
  )
}

/** A sheet of codes; `crossed` of them is used up. */
export function Sheet({ x, y, crossed }: At & { crossed?: boolean }) {
  const rows = [28, 38, 48, 58, 68]
  return (
    <>
      <path className="of-ground" d={`M${x} ${y}h42l14 14v66h-56zM${x + 42} ${y}v14h14`} />
      <path d={rows.map((row) => `M${x + 8} ${y + row}h16m8 0h16`).join('')} />
      {crossed && <path className="of-bad" d={`M${x + 5} ${y + 32}l22-8`} />}
    </>
  )
}

export const Letter = ({ x, y }: At) => <path className="of-ground" d={`M${x} ${y}h72v48h-72zl36 28l36-28`} />

export const Parcel = ({ x, y }: At) => <path d={`M${x} ${y}h30v30h-30zm0 9h30m-18-9v9m6-9v9`} />

/** An API token. */
export function Tag({ x, y }: At) {
  return (
    <>
      <path className="of-soft" d={`M${x + 14} ${y}h62v32h-62l-14-16z`} />
      <circle className="of-accent" cx={x + 15} cy={y + 16} r="3" />
      <path className="of-accent" d={`M${x + 26} ${y + 12}h40m-40 8h26`} />
    </>
  )
}

const MARK = 'M1 1h2v2h2V1h2v2h2V1h2v2h2V1h2v14H1zM7 5.127A4 4 0 0 0 4.127 8H7zM9 5.127V8h2.873A4 4 0 0 0 9 5.127zM4.127 10A4 4 0 0 0 7 12.873V10zM9 10v2.873A4 4 0 0 0 11.873 10z'

/** This site: its mark, 16 units times `size`. */
export const Keep = ({ x, y, size = 4 }: At & { size?: number }) => (
  <path className="of-solid" fillRule="evenodd" d={MARK} transform={`translate(${x} ${y}) scale(${size})`} />
)

export function Clock({ x, y }: At) {
  return <g className="upright"><circle className="of-ground" cx={x} cy={y} r="14" /><path d={`M${x} ${y - 8}v8h6`} /></g>
}

export const Folder = ({ x, y }: At) => <path d={`M${x} ${y}h16l5 6h31v34h-52z`} />

export const Laptop = ({ x, y }: At) => <><rect x={x} y={y} width="60" height="40" rx="3" /><path d={`M${x - 8} ${y + 47}h76`} /></>

export const Cylinder = ({ x, y }: At) => <path d={`M${x} ${y + 6}a24 6 0 0 1 48 0v36a24 6 0 0 1-48 0zm0 0a24 6 0 0 0 48 0m-48 18a24 6 0 0 0 48 0`} />
