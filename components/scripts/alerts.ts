// What a script has to say stands in the form that it is about. Its looks and its usual sentences are in the page (templates.tsx).

/** One of the sentences that are ready, another sentence in its place, and where its link leads. */
type Said = { as: string; sentence?: string; to?: string }

/** Says something at a form, in place of what was said before. Answers its link, where it has one. */
export function tell(form: HTMLFormElement, { as, sentence, to }: Said): HTMLAnchorElement | null {
  takeBack(form)
  const template = document.querySelector<HTMLTemplateElement>(`template[data-alert="${as}"]`)
  const box = template?.content.firstElementChild?.cloneNode(true)
  if (!(box instanceof HTMLElement)) return null
  const words = box.lastElementChild
  const link = box.querySelector('a')
  if (sentence !== undefined && words) words.textContent = sentence
  if (to !== undefined && link) link.href = to
  box.dataset.told = ''
  form.prepend(box)
  box.scrollIntoView({ block: 'nearest' })
  return link
}

export const takeBack = (form: HTMLFormElement): void => form.querySelector('[data-told]')?.remove()
