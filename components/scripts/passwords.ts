// The meter under a new password. It knows what was typed into the fields around it, and the server's own rules, less its lists.

import type { PasswordContext } from '#lib/accounts/password-patterns.ts'

document.addEventListener('input', ({ target }) => {
  if (target instanceof HTMLInputElement && target.closest('[data-strength]')) void judge(target)
})

async function judge(field: HTMLInputElement): Promise<void> {
  // Fetched with the first letter: whoever does not choose a password does not load its rules.
  const { passwordStrength } = await import('#lib/accounts/password-strength.ts')
  const around = field.closest<HTMLElement>('[data-strength]')
  const meter = around?.querySelector('meter')
  const words = around?.querySelector('output')
  if (!around || !meter?.parentElement || !words) return
  const strength = passwordStrength(field.value, contextOf(field, around.dataset))
  const { scores, refusals } = JSON.parse(around.dataset.strength ?? '') as { scores: string[]; refusals: Record<string, string> }
  meter.parentElement.hidden = field.value === ''
  meter.value = strength.score
  words.textContent = (strength.refusal ? refusals[strength.refusal] : scores[strength.score]) ?? ''
}

function contextOf({ form }: HTMLInputElement, { site = '', username, person }: DOMStringMap): PasswordContext {
  const typed = (name: string) => String((form && new FormData(form).get(name)) ?? '')
  return { siteName: site, username: username ?? typed('username'), name: person ?? typed('name'), address: typed('email') }
}
