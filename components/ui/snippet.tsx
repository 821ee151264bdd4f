import { CopyButton } from './copy-button.tsx'

export type Command = { text: string; /** What is copied, for whoever hears the button. */ about: string }

/** Commands to type elsewhere: one a line, wrapped, never cut. */
export function Snippet({ commands }: { commands: Command[] }) {
  return (
    <div className="snippet">
      {commands.map(({ text, about }) => (
        <div key={text}><code>{text}</code><CopyButton text={text} about={about} small /></div>
      ))}
    </div>
  )
}

/** A short hash, copied in full. */
export function Hash({ value, about }: { value: string; about: string }) {
  return (
    <span className="-my-0.5 inline-flex items-center gap-1">
      <code className="text-tiny whitespace-nowrap" title={value}>{`${value.slice(0, 6)}…${value.slice(-6)}`}</code>
      <CopyButton text={value} about={about} kind="quiet" small iconOnly />
    </span>
  )
}
