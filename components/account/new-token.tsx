'use client'

import { Button, LinkButton } from '#components/ui/button.tsx'
import { Checkbox, RadioGroup } from '#components/ui/choice.tsx'
import { Field, Select } from '#components/ui/field.tsx'
import { useFormState } from '#components/ui/form-context.ts'
import { ActionForm } from '#components/ui/form.tsx'
import type { FormAction } from '#components/ui/form-state.ts'
import { type Command, Snippet } from '#components/ui/snippet.tsx'
import { TokenOnce } from '#components/ui/token-once.tsx'

export type NewTokenText = Record<
  | 'name' | 'nameHint' | 'purpose' | 'publish' | 'publishHint' | 'install' | 'installHint' | 'both' | 'bothHint' | 'scope' | 'everything' | 'everythingHint' | 'selected' | 'selectedHint' | 'noProjects' | 'expires' | 'expiresHint'
  | 'submit' | 'submitBusy' | 'label' | 'warning' | 'how' | 'done', string>
type Props = {
  action: FormAction
  errors: Record<string, string>
  nameMax: number
  projects: { name: string; value: string; chosen: boolean }[]
  lifetimes: { value: string; label: string }[]
  lifetime: string
  text: NewTokenText
}

/** The form for a token; after it was sent, the token itself, this once. */
export function NewToken(props: Props) {
  return (
    <ActionForm action={props.action} errors={props.errors} id="token" className="mt-6 max-w-[42rem]">
      <FormOrToken {...props} />
    </ActionForm>
  )
}

function FormOrToken({ text, ...form }: Props) {
  const { data } = useFormState()
  return isMade(data) ? <Made text={text} {...data} /> : <Wish text={text} {...form} />
}

function Wish({ text, nameMax, projects, lifetimes, lifetime }: Omit<Props, 'action' | 'errors'>) {
  const boxes = projects.map(({ name, value, chosen }) => <Checkbox key={value} name={`project:${value}`} label={name} defaultChecked={chosen} optional />)
  return (
    <>
      <Field name="name" label={text.name} hint={text.nameHint} autoComplete="off" maxLength={nameMax} />
      <RadioGroup
        name="purpose" label={text.purpose} defaultValue="publish"
        choices={[{ value: 'publish', label: text.publish, hint: text.publishHint }, { value: 'install', label: text.install, hint: text.installHint }, { value: 'both', label: text.both, hint: text.bothHint }]}
      />
      <RadioGroup
        name="scope" label={text.scope} defaultValue={projects.some(({ chosen }) => chosen) ? 'projects' : undefined}
        choices={[
          { value: 'user', label: text.everything, hint: text.everythingHint },
          { value: 'projects', label: text.selected, hint: projects.length === 0 ? text.noProjects : text.selectedHint, children: <div className="grid gap-2">{boxes}</div> },
        ]}
      />
      <Select name="days" label={text.expires} hint={text.expiresHint} options={lifetimes} defaultValue={lifetime} />
      <div><Button kind="primary" busy={text.submitBusy}>{text.submit}</Button></div>
    </>
  )
}

type Token = { token: string; /** In words. */ may: string; commands: Command[] }

function Made({ text, token, may, commands }: { text: NewTokenText } & Token) {
  return (
    <>
      <TokenOnce label={text.label} warning={text.warning} value={token}>{may}</TokenOnce>
      <div>
        <h2 className="label">{text.how}</h2>
        <Snippet commands={commands} />
      </div>
      <div><LinkButton href="/manage/account/#api-tokens">{text.done}</LinkButton></div>
    </>
  )
}

const isMade = (data: unknown): data is Token => typeof data === 'object' && data !== null && 'token' in data
