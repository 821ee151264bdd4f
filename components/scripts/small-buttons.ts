// Buttons that send nothing: copy, print, show a password.

const SAID_MS = 3000
const timers = new WeakMap<Element, number>()

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button') : null
  if (button?.dataset.copy !== undefined) navigator.clipboard.writeText(button.dataset.copy).then(() => sayCopied(button), () => {})
  if (button?.dataset.print !== undefined) window.print()
  if (button?.dataset.shows !== undefined) togglePassword(button)
})

function sayCopied(button: HTMLButtonElement): void {
  const word = button.querySelector('[aria-live]')
  if (!word) return
  button.dataset.before ??= word.textContent ?? ''
  button.classList.add('is-copied')
  word.textContent = button.dataset.done ?? ''
  clearTimeout(timers.get(button))
  timers.set(button, window.setTimeout(() => {
    button.classList.remove('is-copied')
    word.textContent = button.dataset.before ?? ''
  }, SAID_MS))
}

function togglePassword(button: HTMLButtonElement): void {
  const field = document.getElementById(button.getAttribute('aria-controls') ?? '')
  const word = button.firstElementChild
  if (!(field instanceof HTMLInputElement) || !word) return
  const shows = field.type === 'password'
  field.type = shows ? 'text' : 'password'
  button.setAttribute('aria-pressed', String(shows))
  word.textContent = (shows ? button.dataset.hides : button.dataset.shows) ?? ''
}
