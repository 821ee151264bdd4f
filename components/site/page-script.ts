/**
 * The few lines of script that every page carries: menus close by Escape and by a click elsewhere, what is to be copied is
 * copied, and a session that is about to end says so. Public pages carry nothing else. Written for the browser as it is: nothing compiles it.
 */
export const PAGE_SCRIPT = `(() => {
  const openMenus = () => document.querySelectorAll('details.menu[open]')
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    for (const menu of openMenus()) {
      menu.open = false
      menu.querySelector('summary').focus()
    }
  })
  document.addEventListener('click', ({ target }) => {
    for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false
    const button = target.closest('[data-copy]')
    if (button) navigator.clipboard.writeText(button.dataset.copy).then(() => say(button), () => {})
  })
  function say(button) {
    const word = button.querySelector('[aria-live]').firstChild
    button.dataset.before ??= word.data
    button.classList.add('is-copied')
    word.data = button.dataset.done
    clearTimeout(button.timer)
    button.timer = setTimeout(() => {
      button.classList.remove('is-copied')
      word.data = button.dataset.before
    }, 3000)
  }

  const notice = document.querySelector('[data-session]')
  if (!notice) return
  const warn = Number(notice.dataset.warn)
  let end = Date.now() + Number(notice.dataset.session)
  let isOver = false
  const show = (part) => {
    for (const one of notice.querySelectorAll('[data-part]')) one.hidden = one.dataset.part !== part
    notice.classList.toggle('is-shown', part !== '')
  }
  const ask = async (method) => {
    const answer = await fetch('/api/session/', { method, cache: 'no-store' })
    if (!answer.ok) return
    const { endsIn, isFirm } = await answer.json()
    end = Date.now() + endsIn
    isOver = endsIn === 0
    show(isOver ? 'over' : endsIn > warn ? '' : isFirm ? 'firm' : 'idle')
  }
  setInterval(() => { if (!isOver && Date.now() > end - warn) ask('GET').catch(() => {}) }, 10000)
  notice.querySelector('button').addEventListener('click', () => ask('POST').catch(() => {}))
})()`
