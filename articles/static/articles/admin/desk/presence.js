// Who else has this article open. It keeps nobody from saving, since what two save goes together: it tells them.

import { csrfToken, el } from "desk/dialog"

const OFTEN = 10_000 // ms
const SELDOM = 60_000 // with the page in the background

export class Presence {
  /** `isTouched()`: whether something was typed here that is not saved. */
  constructor(form, desk, place, { isTouched }) {
    Object.assign(this, { form, desk, place, isTouched, wasBarred: false })
    this.parts = [desk, ...form.querySelectorAll(".desk-buttons")]
  }

  begin() {
    window.addEventListener("pagehide", () => navigator.sendBeacon(this.desk.dataset.leaveUrl, this.fields({ csrfmiddlewaretoken: csrfToken() })))
    if (!this.desk.dataset.article) return
    const params = new URLSearchParams(location.search)
    this.beat(params.has("take") ? { take: 1 } : {})
    if (params.has("take")) history.replaceState(null, "", location.pathname)
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.beat() })
    window.addEventListener("pageshow", ({ persisted }) => { if (persisted) this.beat() })
  }

  fields(more) {
    return new URLSearchParams({ sitting: this.form.elements.sitting.value, article: this.desk.dataset.article, ...more })
  }

  async beat(more = {}) {
    clearTimeout(this.timer)
    const request = { method: "POST", body: this.fields(more), headers: { "X-CSRFToken": csrfToken() }, redirect: "manual" }
    const response = await fetch(this.desk.dataset.seenUrl, request).catch(() => null)
    if (response?.ok) this.show(await response.json())
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.beat(), document.hidden ? SELDOM : OFTEN)
  }

  show(company) {
    const isBarred = !!company.editor && !company.isEditing
    const isFree = this.wasBarred && !isBarred
    if (isFree && !this.isTouched() && company.number !== Number(this.form.elements.base_number.value)) return location.assign(this.takingAddress)
    this.parts.forEach((part) => { part.inert = isBarred })
    if (isFree) this.form.elements.headline.focus()
    this.wasBarred = isBarred
    this.say(isBarred ? this.barred(company) : company.editor ? this.lost(company) : this.company(company, isFree))
  }

  get takingAddress() { return `${location.pathname}?take` }

  barred({ editor }) {
    return [
      el("p", {}, el("strong", {}, editor.name), ` is writing here, since ${editor.since}.`),
      el("p", { class: "desk-notice__acts" },
        el("a", { class: "button", href: this.desk.dataset.previewUrl }, "Read it"),
        el("button", { type: "button", class: "button", onclick: () => this.takeOver() }, "Take over")),
    ]
  }

  lost({ editor }) {
    return [
      el("p", {}, el("strong", {}, editor.name), ` took over at ${editor.since}. Your text stays here and is kept. When you save, yours and theirs go together; where both of you changed the same, you are asked.`),
      el("p", { class: "desk-notice__acts" }, el("button", { type: "button", class: "button", onclick: () => this.takeOver() }, "Take it back")),
    ]
  }

  company({ people }, isFree) {
    const names = people.join(people.length > 2 ? ", " : " and ")
    if (names) return [el("p", {}, `${names} ${people.length > 1 ? "have" : "has"} this article open too.`)]
    return isFree ? [el("p", {}, "Nobody else is writing here any more: go on.")] : []
  }

  /** With what was saved here since the page was loaded, unless something is typed already: then it goes together. */
  takeOver() {
    if (this.isTouched()) return this.beat({ take: 1 })
    location.assign(this.takingAddress)
  }

  say(parts) {
    const text = parts.map((part) => part.textContent).join()
    if (this.said === text) return
    this.said = text
    this.place.replaceChildren(...parts)
    this.place.hidden = !parts.length
  }
}
