// Drawings of factors: the path of an account from its password to its spare key.

import { Arrow, Button, Clock, Cross, Dots, Drawing, Field, Finger, Keep, Laptop, Letter, Phone, PhoneWithDigits, Qr, Sheet, Tick, UsbKey, Window, Words } from './parts.tsx'

const MAILED = '615 302'

export function TwoThings({ alt }: { alt: string }) {
  return (
    <Drawing alt={alt} mirror>
      <Field x={10} y={22} width={78} />
      <Dots x={21} y={31} count={8} />
      <UsbKey x={12} y={64} />
      <path className="of-accent" d="M96 31h14v47h-14m14-24h16m-6-5l6 5l-6 5" />
      <Keep x={136} y={32} size={2.75} />
    </Drawing>
  )
}

export function KeyAnswers() {
  return (
    <Drawing mirror>
      <UsbKey x={14} y={42} />
      <Arrow x={98} y={56} length={22} />
      <Window x={128} y={24} width={54} height={64} />
      <Tick x={147} y={64} />
    </Drawing>
  )
}

export function KeyIsSilent() {
  return (
    <Drawing mirror>
      <UsbKey x={14} y={42} />
      <path className="of-faint" strokeDasharray="3 5" d="M98 56h22" />
      <Window x={128} y={24} width={54} height={64} />
      <Cross x={149} y={58} />
    </Drawing>
  )
}

export function ConfirmedLetter() {
  return <Drawing><Letter x={60} y={34} /><circle className="of-ground" cx="132" cy="80" r="13" /><Tick x={125} y={81} /></Drawing>
}

export function CodesOnPaper() {
  return <Drawing><Sheet x={68} y={16} /></Drawing>
}

/** A key, a phone, or both. */
export function Factors() {
  return <Drawing><UsbKey x={16} y={42} /><PhoneWithDigits x={122} y={12} /></Drawing>
}

export function Spare() {
  return <Drawing><UsbKey x={58} y={18} /><path className="of-faint" d="M34 66h124v34h-124z" /><UsbKey x={58} y={69} /></Drawing>
}

/** The wall of the check-up: a merlon for each thing that is done. */
export function Wall() {
  return (
    <Drawing>
      <path className="of-solid" d="M30 76h132v8h-132zM30 46h20v24h-20zM58 46h20v24h-20zM86 46h20v24h-20zM114 46h20v24h-20z" />
      <path className="of-faint" strokeDasharray="4 4" d="M143 70v-23h18v23" />
    </Drawing>
  )
}

export function ButtonOnPage() {
  return (
    <Drawing>
      <Window x={38} y={14} width={116} height={84} />
      <path className="of-faint" d="M52 46h60m-60 10h44" />
      <Button x={52} y={70} width={60} />
    </Drawing>
  )
}

export function ScanQr() {
  return (
    <Drawing mirror>
      <rect x="18" y="20" width="72" height="72" rx="3" />
      <Qr x={28} y={30} />
      <path className="of-accent" strokeDasharray="3 5" d="M94 30l30 18m-30 34l30-18" />
      <Phone x={128} y={12} />
      <path className="of-accent" d="M140 40v-6h6m12 0h6v6m0 28v6h-6m-12 0h-6v-6" />
      <circle className="of-ink" cx="152" cy="54" r="3" />
    </Drawing>
  )
}

export function GiveName() {
  return (
    <Drawing>
      <Window x={38} y={14} width={116} height={84} />
      <path className="of-faint" d="M52 44h34" />
      <Field x={52} y={54} width={88} />
      <path d="M60 63h34" /><path className="of-accent" d="M100 58v10" />
    </Drawing>
  )
}

export function TypeDigits() {
  return (
    <Drawing mirror>
      <PhoneWithDigits x={16} y={12} />
      <Arrow x={74} y={56} length={22} />
      <Field x={104} y={34} width={76} />
      <Words x={142} y={48}>492 817</Words>
      <Button x={104} y={64} width={50} />
    </Drawing>
  )
}

export function TwoPhones() {
  return <Drawing mirror><Phone x={28} y={12} /><Arrow x={84} y={56} length={22} /><PhoneWithDigits x={116} y={12} /></Drawing>
}

export function TryDigits() {
  return <Drawing><PhoneWithDigits x={52} y={12} /><circle className="of-ground" cx="130" cy="56" r="16" /><Tick x={123} y={57} /></Drawing>
}

export function LostPhone() {
  return <Drawing><Phone x={72} y={12} /><Cross x={90} y={50} /></Drawing>
}

export function PlugIn() {
  return (
    <Drawing mirror>
      <path d="M14 22h40v68h-40m40-44h-12v20h12" />
      <path className="of-accent" d="M96 86h-28m6-5l-6 5l6 5" />
      <UsbKey x={66} y={42} />
    </Drawing>
  )
}

export function Touch() {
  return (
    <Drawing>
      <UsbKey x={52} y={64} />
      <Finger x={93} y={80} />
      <path className="of-accent" d="M70 58a26 26 0 0 1 6-10m40 10a26 26 0 0 0-6-10" />
    </Drawing>
  )
}

/** Out of the way: in a drawer. */
export function KeyInDrawer() {
  return <Drawing><UsbKey x={60} y={16} /><path className="of-ground" d="M40 36h112v66h-112zm0 33h112" /><path className="of-accent" d="M86 52h20m-20 34h20" /></Drawing>
}

export function SheetInDrawer() {
  return <Drawing><Sheet x={68} y={6} /><path className="of-ground" d="M40 44h112v60h-112zm0 30h112" /><path className="of-accent" d="M86 59h20m-20 30h20" /></Drawing>
}

/** Who may keep a passkey: a computer, a phone, a key. */
export function Keepers() {
  return <Drawing><Laptop x={20} y={14} /><Phone x={124} y={12} /><path className="of-accent" d="M138 60v-4a10 10 0 0 1 20 0v6m-15 6v-13a5 5 0 0 1 10 0v15m-5-15v17" /><UsbKey x={16} y={76} /></Drawing>
}

export function Fingerprint() {
  return (
    <Drawing>
      <Phone x={72} y={12} />
      <path className="of-accent" d="M84 62v-6a12 12 0 0 1 24 0v8m-18 8v-16a6 6 0 0 1 12 0v18m-6-18v22" />
    </Drawing>
  )
}

export function SignedIn() {
  return <Drawing><Window x={38} y={14} width={116} height={84} /><Keep x={64} y={38} size={3} /><Tick x={126} y={66} /></Drawing>
}

export function Printed() {
  return (
    <Drawing>
      <path d="M62 44v-30h68v30" />
      <rect className="of-ground" x="46" y="42" width="100" height="34" rx="3" />
      <circle className="of-ink" cx="134" cy="52" r="2" />
      <path className="of-ground" d="M62 62h68v40h-68z" />
      <path d="M72 74h18m12 0h18m-48 9h18m12 0h18m-48 9h18m12 0h18" />
    </Drawing>
  )
}

export function TypeCode() {
  return (
    <Drawing mirror>
      <Sheet x={16} y={16} crossed />
      <Arrow x={80} y={44} length={20} />
      <Field x={108} y={35} width={72} />
      <path d="M116 44h14m6 0h14m6 0h14" />
      <Button x={108} y={64} width={50} />
    </Drawing>
  )
}

export function TypePassword() {
  return (
    <Drawing>
      <Window x={38} y={14} width={116} height={84} />
      <path className="of-accent" d="M46 23h56" />
      <Field x={52} y={42} width={88} />
      <Dots x={62} y={51} count={8} />
      <Button x={52} y={70} width={60} />
    </Drawing>
  )
}

export function MailedDigits() {
  return <Drawing><Letter x={60} y={50} /><path className="of-ground" d="M66 14h60v46h-60z" /><Words x={96} y={40}>{MAILED}</Words></Drawing>
}

export function Warning() {
  return <Drawing><Letter x={60} y={40} /><path className="of-warn" d="M132 14l19 34h-38zm0 12v9" /><circle className="of-warn" cx="132" cy="42" r="0.5" /></Drawing>
}

export function History() {
  return (
    <Drawing mirror>
      <path className="of-faint" d="M40 18v76" />
      <path className="of-mark" d="M35 21h10v10h-10zM35 45h10v10h-10z" /><path className="of-mark-warn" d="M35 69h10v10h-10z" />
      <path d="M58 26h74m-74 24h90m-90 24h60" />
      <Clock x={160} y={32} />
    </Drawing>
  )
}
