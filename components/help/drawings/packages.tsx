// Drawings of tokens, and of packages on their way.

import { Arrow, Button, Clock, Cross, Drawing, Folder, Keep, Laptop, Parcel, Tag, Tick, Window, Words } from './parts.tsx'

const SHOWN_ONCE = 'pypi-…'
const [HIGH, LOW] = ['99.0', '1.2']

/** A token, the one project that it reaches, two that it does not, and its end. */
export function TokenScope({ alt }: { alt: string }) {
  return (
    <Drawing alt={alt} mirror>
      <Tag x={12} y={40} />
      <Clock x={88} y={76} />
      <path className="of-accent" d="M92 52h20v-28h18m-6-5l6 5l-6 5" />
      <g className="of-accent"><Parcel x={144} y={8} /></g>
      <g className="of-faint" strokeDasharray="3 4"><Parcel x={144} y={42} /><Parcel x={144} y={76} /></g>
    </Drawing>
  )
}

export function NewToken() {
  return <Drawing><Tag x={46} y={40} /><path className="of-good" d="M142 48v16m-8-8h16" /></Drawing>
}

/** Up into the index, or down from it. */
export function TwoWays() {
  return (
    <Drawing mirror>
      <g className="of-accent"><Parcel x={28} y={14} /></g>
      <Arrow x={70} y={29} length={28} />
      <g className="of-faint" strokeDasharray="3 4"><Parcel x={28} y={66} /><path d="M98 81h-28m6-5l-6 5l6 5" /></g>
      <Keep x={112} y={34} size={2.75} />
    </Drawing>
  )
}

export function OneOfThree() {
  return (
    <Drawing>
      <g className="of-accent"><Parcel x={40} y={42} /></g>
      <g className="of-faint" strokeDasharray="3 4"><Parcel x={82} y={42} /><Parcel x={124} y={42} /></g>
      <Tick x={47} y={92} />
    </Drawing>
  )
}

export function EndOfToken() {
  return (
    <Drawing>
      <path d="M58 24h76v70h-76zm0 18h76m-58-26v14m40-14v14" />
      <path className="of-faint" d="M70 54h10m10 0h12m10 0h10m-52 13h10m10 0h12m-32 13h10" />
      <path className="of-soft" d="M110 62h14v12h-14z" />
    </Drawing>
  )
}

export function CopyToken() {
  return (
    <Drawing>
      <rect x="28" y="30" width="136" height="24" rx="3" />
      <Words x={66} y={47}>{SHOWN_ONCE}</Words>
      <path className="of-faint" d="M98 42h54" />
      <Button x={28} y={66} width={60} />
    </Drawing>
  )
}

export function CutToken() {
  return <Drawing><Tag x={58} y={40} /><Cross x={138} y={50} /></Drawing>
}

/** From a folder into the index, through a token. */
export function Publishing({ alt }: { alt: string }) {
  return (
    <Drawing alt={alt} mirror>
      <Folder x={6} y={40} />
      <Arrow x={64} y={60} length={14} />
      <Parcel x={84} y={45} />
      <Arrow x={120} y={60} length={14} />
      <Keep x={140} y={38} size={2.75} />
      <g transform="translate(94 10) scale(.55)"><Tag x={0} y={0} /></g>
    </Drawing>
  )
}

/** The same name in two indexes; the higher version comes, from the wrong one. */
export function TwoIndexes({ alt }: { alt: string }) {
  return (
    <Drawing alt={alt} mirror>
      <Keep x={8} y={8} size={2.25} />
      <Words x={64} y={31}>{LOW}</Words>
      <path className="of-faint" strokeDasharray="3 4" d="M84 27h20l10 18" />
      <path className="of-bad" d="M10 68h32v36h-32zm0 12h32" />
      <Words x={64} y={91}>{HIGH}</Words>
      <path className="of-bad" d="M86 87h20l12-22m-9 4l9-4l2 9" />
      <Laptop x={126} y={34} />
    </Drawing>
  )
}

export function MyRelease() {
  return <Drawing><Window x={38} y={14} width={116} height={84} /><Parcel x={54} y={46} /><path className="of-faint" d="M96 54h44m-44 14h28" /></Drawing>
}
