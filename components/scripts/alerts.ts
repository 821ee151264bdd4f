// What a script has to say stands in the form that it is about. Its looks, and the sentence for a connection that broke, are in a template of the page.

const alertOf = (form: HTMLFormElement) => form.querySelector('[data-told]')

/** Says something at a form, in place of what was said before; `null` stands for "it did not get through". */
export function tell(form: HTMLFormElement, sentence: string | null): void {
  takeBack(form)
  const template = document.querySelector<HTMLTemplateElement>('template[data-alert]')
  const box = template?.content.firstElementChild?.cloneNode(true)
  if (!(box instanceof HTMLElement)) return
  box.dataset.told = ''
  const words = box.lastElementChild
  if (sentence !== null && words) words.textContent = sentence
  form.prepend(box)
  box.scrollIntoView({ block: 'nearest' })
}

export const takeBack = (form: HTMLFormElement): void => alertOf(form)?.remove()
