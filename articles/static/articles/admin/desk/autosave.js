// Nothing typed is lost: what the form holds is kept on the server soon after each keystroke, and until the server has
// answered, in this browser. Saving alone makes it part of the article.

import { csrfToken, el } from "desk/dialog"

const SOON = 1500 // ms after the last keystroke
const AT_LATEST = 5000 // ms after the first that is not kept, however long one goes on typing
const IN_BROWSER = 250
const GIVE_UP = 20_000
const RETRIES = [3000, 5000, 10_000, 30_000]
const FORGET = 30 * 24 * 60 * 60 * 1000 // what the server refused for so long
const STORE = "unsaved"

export class Keeper {
  /** `sign`: the element that says how it stands. `onSignedOut` is asked to sign in; resolves to whether that was done. */
  constructor(form, desk, sign, onSignedOut) {
    Object.assign(this, { form, desk, sign, onSignedOut })
    this.changes = form.querySelector(".errornote") ? 1 : 0
    this.kept = 0
    this.fails = 0
    this.isSent = false
    this.isInBrowser = true
    this.key = `${STORE}:${desk.dataset.user}:${form.elements.sitting.value}`
  }

  begin() {
    const note = () => this.note()
    this.form.addEventListener("input", note)
    this.form.addEventListener("change", note)
    window.addEventListener("online", () => this.keep())
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.keep() })
    window.addEventListener("pagehide", () => this.leave())
    window.addEventListener("pageshow", () => { this.isSent = false })
    window.addEventListener("beforeunload", (event) => { if (this.isUnkept && !this.isInBrowser) event.preventDefault() })
    if (this.isUnkept) this.note()
    this.bringOverLeftovers()
  }

  get isUnkept() { return this.changes > this.kept && !this.isSent }

  // --- When

  note() {
    if (this.isSent) return
    this.changes += 1
    this.since ??= Date.now()
    if (!this.fails) this.say("")
    clearTimeout(this.inBrowser)
    this.inBrowser = setTimeout(() => this.keepInBrowser(), IN_BROWSER)
    this.later(Math.max(0, Math.min(SOON, this.since + AT_LATEST - Date.now())))
  }

  later(wait) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.keep(), wait)
  }

  // --- On the server

  /** Resolves to "kept", "offline", "signed-out" or "refused". One request at a time; the last state wins. */
  async keep({ evenUnchanged = false } = {}) {
    while (this.sending) await this.sending
    if (!this.isUnkept && !evenUnchanged) return "kept"
    this.sending = this.send().finally(() => { this.sending = null })
    return this.sending
  }

  async send() {
    clearTimeout(this.timer)
    const { changes } = this
    this.say("Autosaving …")
    const { outcome, answer } = await this.post(this.fields(this.nextNumber()))
    if (outcome === "kept" && answer.sequence > this.number) {
      this.form.elements.sequence.value = answer.sequence
      return this.send()
    }
    if (outcome === "kept") this.isKept(changes, answer)
    else this.isNotKept(outcome, answer)
    return outcome
  }

  get number() { return Number(this.form.elements.sequence.value) || 0 }

  nextNumber() { return (this.form.elements.sequence.value = this.number + 1) }

  fields() {
    const fields = new URLSearchParams(new FormData(this.form))
    fields.delete("csrfmiddlewaretoken")
    fields.set("article", this.desk.dataset.article)
    return fields
  }

  async post(fields) {
    const request = { method: "POST", body: fields, headers: { "X-CSRFToken": csrfToken() }, redirect: "manual", signal: AbortSignal.timeout(GIVE_UP) }
    const response = await fetch(this.desk.dataset.autosaveUrl, request).catch(() => null)
    if (!response || response.status >= 502) return { outcome: "offline" }
    const answer = await response.json().catch(() => null)
    // Sent on to the sign-in page, or without the cookie that proves where the form is from: those answer no JSON.
    if (response.type === "opaqueredirect" || (response.status === 403 && !answer)) return { outcome: "signed-out" }
    return { outcome: response.ok ? "kept" : "refused", answer }
  }

  isKept(changes, answer) {
    this.kept = changes
    this.fails = 0
    if (this.changes === changes) {
      this.since = null
      this.forgetInBrowser()
    } else this.since = Date.now()
    const other = String(answer.user) === this.desk.dataset.user ? "" : " Somebody else is signed in here now: it is kept for them."
    this.say(`Autosaved ${answer.at}.${other}`)
  }

  isNotKept(outcome, answer) {
    this.keepInBrowser()
    this.later(RETRIES[Math.min(this.fails, RETRIES.length - 1)])
    this.fails += 1
    const where = this.isInBrowser ? " It is kept in this browser." : " Copy it before you close this page."
    if (outcome === "signed-out") this.saySignedOut(where)
    else if (outcome === "refused") this.say(`Not autosaved: ${answer?.sentence ?? "something went wrong here."}${where}`, true)
    else this.say(`Not autosaved: no connection.${where}`, true)
  }

  saySignedOut(where) {
    clearTimeout(this.timer)
    const button = el("button", { type: "button", class: "desk-link", onclick: () => this.signIn() }, "Sign in")
    this.say(`Not autosaved: you are signed out.${where}`, true, button)
  }

  async signIn() { return (await this.onSignedOut()) ? this.keep({ evenUnchanged: true }) : "signed-out" }

  // --- In this browser

  keepInBrowser() {
    if (!this.isUnkept) return
    const copy = { fields: this.fields().toString(), article: this.desk.dataset.article, at: Date.now() }
    try {
      localStorage.setItem(this.key, JSON.stringify(copy))
      this.isInBrowser = true
    } catch {
      this.isInBrowser = false
    }
  }

  forgetInBrowser() {
    clearTimeout(this.inBrowser)
    try { localStorage.removeItem(this.key) } catch { /* It holds nothing then. */ }
    this.isInBrowser = true
  }

  /** What pages of hers could not hand over before they were closed goes to the server now, and is offered. */
  async bringOverLeftovers() {
    const kept = await Promise.all(leftovers(this.desk.dataset.user, this.key).map((copy) => this.bringOver(copy)))
    if (kept.includes(this.desk.dataset.article) && !this.changes) location.reload()
  }

  async bringOver({ key, text }) {
    const { fields, article, at } = JSON.parse(text)
    const params = new URLSearchParams(fields)
    params.set("sequence", Number(params.get("sequence")) + 1)
    const { outcome, answer } = await this.post(params)
    const isOver = outcome === "kept" || (outcome === "refused" && Date.now() - at > FORGET)
    if (isOver && localStorage.getItem(key) === text) localStorage.removeItem(key)
    return outcome === "kept" && answer.sequence === Number(params.get("sequence")) ? article : null
  }

  // --- Leaving

  /** The form goes to the server: from here on nothing is unsaved. */
  isOnItsWay() {
    this.isSent = true
    clearTimeout(this.timer)
    clearTimeout(this.inBrowser)
  }

  leave() {
    if (!this.isUnkept) return
    this.nextNumber()
    this.keepInBrowser()
    const fields = this.fields()
    fields.set("csrfmiddlewaretoken", csrfToken())
    navigator.sendBeacon(this.desk.dataset.autosaveUrl, fields)
  }

  say(words, isBad = false, ...more) {
    if (this.sign.textContent === words && !more.length) return
    this.sign.classList.toggle("is-bad", isBad)
    this.sign.replaceChildren(words, ...(more.length ? [" ", ...more] : []))
  }
}

function leftovers(user, ownKey) {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(`${STORE}:${user}:`) && key !== ownKey)
      .map((key) => ({ key, text: localStorage.getItem(key) }))
  } catch {
    return []
  }
}

/** "Throw it away" beside an autosave that is offered. */
export function offerToDrop(button) {
  button.hidden = false
  button.addEventListener("click", async () => {
    const fields = new URLSearchParams({ sitting: button.dataset.drop })
    const response = await fetch(button.dataset.dropUrl, { method: "POST", body: fields, headers: { "X-CSRFToken": csrfToken() }, redirect: "manual" }).catch(() => null)
    if (response?.ok) button.closest(".desk-unsaved").remove()
    else button.after(el("span", { role: "alert" }, " This did not work: load the page again."))
  })
}
