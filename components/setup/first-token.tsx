'use client'

import { Button } from '../ui/button.tsx'
import { useFormState } from '../ui/form-context.ts'
import { ActionForm } from '../ui/form.tsx'
import type { FormAction } from '../ui/form-state.ts'
import { Snippet } from '../ui/snippet.tsx'
import { TokenOnce } from '../ui/token-once.tsx'

export type FirstTokenText = Record<'packageAction' | 'packageBusy' | 'tokenLabel' | 'tokenWarning' | 'publishWith' | 'twine' | 'uv', string>
type Props = { action: FormAction; errors: Record<string, string>; origin: string; text: FirstTokenText }

/** A button; then the token, this once, in commands to paste. */
export function FirstToken({ action, errors, ...shown }: Props) {
  return <ActionForm action={action} errors={errors} id="first-token" className="mt-4"><ButtonOrToken {...shown} /></ActionForm>
}

function ButtonOrToken({ origin, text }: Pick<Props, 'origin' | 'text'>) {
  const data = useFormState().data as { token?: string } | undefined
  return (
    <div data-once="token" className="form">
      {data?.token ? <Token token={data.token} origin={origin} text={text} /> : <div><Button kind="primary" busy={text.packageBusy}>{text.packageAction}</Button></div>}
    </div>
  )
}

function Token({ token, origin, text }: Pick<Props, 'origin' | 'text'> & { token: string }) {
  return (
    <>
      <TokenOnce label={text.tokenLabel} warning={text.tokenWarning} value={token} />
      <div>
        <h2 className="label">{text.publishWith}</h2>
        <Snippet commands={[
          { about: text.twine, text: `twine upload --repository-url ${origin}/legacy/ -u __token__ -p ${token} dist/*` },
          { about: text.uv, text: `uv publish --publish-url ${origin}/legacy/ --token ${token} dist/*` },
        ]} />
      </div>
    </>
  )
}
