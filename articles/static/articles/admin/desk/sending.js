// Before the form is sent its text is kept, so that an ended session or a dead line is met while it is still here.

import { csrfToken } from "desk/dialog"

const SLOW = 10_000 // ms; after that one may write on, or press the button again

export function sendSafely(form, keeper) {
  let isChecked = false
  let isChecking = false

  async function check() {
    const outcome = await keeper.keep({ evenUnchanged: true })
    return outcome === "signed-out" ? keeper.signIn() : outcome
  }

  form.addEventListener("submit", async (event) => {
    const button = event.submitter
    if (button?.name === "_preview") return
    if (isChecked) { isChecked = false; return }
    event.preventDefault()
    if (isChecking) return
    isChecking = true
    const outcome = await check()
    isChecking = false
    if (outcome === "offline" || outcome === "signed-out") return
    send(button)
  })

  function send(button) {
    keeper.isOnItsWay()
    keeper.say("Saving …")
    isChecked = true
    form.elements.csrfmiddlewaretoken.value = csrfToken()
    form.requestSubmit(button)
    // What is typed into a form that is on its way would be lost with the page.
    form.inert = true
    setTimeout(() => { form.inert = false; keeper.isSent = false }, SLOW)
  }
}
