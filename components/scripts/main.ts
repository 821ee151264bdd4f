// What runs in the browser, on every page: a few listeners on the document, which therefore also serve what an answer put in
// the page later. Pages are whole without any of it; what it needs to know stands in `data-` attributes. Next's own scripts are
// left out (docs/decisions/0008). Bundled by lib/server/browser-scripts.ts; the larger parts are fetched where they are needed.

import './forms.ts'
import './menus.ts'
import './passwords.ts'
import './session.ts'
import './small-buttons.ts'
import { onShown, refresh } from './page.ts'

const LOOK_AGAIN_MS = 3000

onShown(() => {
  if (document.querySelector('form[data-upload]')) void import('./upload.ts')
  if (document.querySelector('[data-waiting]')) setTimeout(lookAgain, LOOK_AGAIN_MS)
})

/** Something is awaited: the page asks for itself while somebody looks at it and is not sending anything. */
async function lookAgain(): Promise<void> {
  const isBusy = document.hidden || document.querySelector('form[aria-busy]')
  const shown = !isBusy && (await refresh(location.href).catch(() => false))
  if (!shown) setTimeout(lookAgain, LOOK_AGAIN_MS)
}
