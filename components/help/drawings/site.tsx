// Drawings for whoever runs the site.

import { Arrow, Cross, Cylinder, Drawing, Keep, Letter, Sheet, Tick, UsbKey, Window } from './parts.tsx'

export function Address() {
  return (
    <Drawing>
      <rect x="22" y="40" width="148" height="30" rx="3" />
      <path className="of-good" d="M34 54h12v9h-12zm2 0v-4a4 4 0 0 1 8 0v4" />
      <path d="M56 56h52" /><path className="of-accent" d="M114 56h40" />
    </Drawing>
  )
}

export function Mail() {
  return <Drawing mirror><Keep x={14} y={36} size={2.5} /><Arrow x={64} y={56} length={22} /><Letter x={100} y={32} /></Drawing>
}

export function Proxy() {
  return (
    <Drawing mirror>
      <circle cx="22" cy="30" r="7" /><circle cx="22" cy="56" r="7" /><circle cx="22" cy="82" r="7" />
      <path className="of-faint" d="M32 30l46 20m-46 6h46m-46 26l46-20" />
      <rect className="of-soft" x="82" y="30" width="22" height="52" rx="3" />
      <Arrow x={110} y={56} length={20} />
      <Keep x={138} y={36} size={2.5} />
    </Drawing>
  )
}

export function TwoKeepers() {
  return <Drawing><UsbKey x={16} y={26} /><UsbKey x={100} y={58} /></Drawing>
}

export function Copy() {
  return <Drawing mirror><Cylinder x={16} y={32} /><Arrow x={72} y={56} length={22} /><Cylinder x={104} y={32} /><Sheet x={132} y={26} /></Drawing>
}

/** A key of metal, for what is sealed. */
const SealingKey = ({ y }: { y: number }) => <path d={`M76 ${y}a13 13 0 1 1-26 0a13 13 0 1 1 26 0h68v12m-14-12v8`} />

export function NewKey() {
  return <Drawing><g className="of-faint"><SealingKey y={34} /></g><g className="of-accent"><SealingKey y={78} /></g></Drawing>
}

export function Resealed() {
  return (
    <Drawing>
      <Window x={22} y={20} width={44} height={72} /><Window x={74} y={20} width={44} height={72} /><Window x={126} y={20} width={44} height={72} />
      <Tick x={37} y={66} /><Tick x={89} y={66} /><Tick x={141} y={66} />
    </Drawing>
  )
}

export function OldKeyGone() {
  return <Drawing><g className="of-faint"><SealingKey y={52} /></g><Cross x={152} y={46} /></Drawing>
}
