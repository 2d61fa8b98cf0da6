// Choosing one work by typing, in a dialog; and making one where one stands, with its name and kind.

import { el, uniqueId } from "desk/dialog"
import { Suggestions } from "desk/suggest"
import { findWorks, kinds, makeWork } from "desk/works"

/** What fits the text, and the offer to make a work of that name. A failed search is said by `null`. */
export async function worksAndOffer(text) {
  const works = await findWorks({ q: text })
  return works && [...works, { offer: text }]
}

export const workRow = ({ offer, name, words }) => (offer
  ? [el("span", { class: "work-offer" }, `Make “${offer}”`)]
  : [el("strong", {}, name), " ", el("span", { class: "work-words" }, words)])

export const NO_SEARCH = "The works could not be searched. Try again."

// --- Making one

/** The two fields, in place. `onMade(work)` gets the new one, or the one that was there already; `onLeft()`: neither. */
export function workMaker(text, { onMade, onLeft }) {
  const name = el("input", { type: "text", id: uniqueId("work-name"), value: text, maxlength: 200 })
  const kind = el("select", { id: uniqueId("work-kind") }, ...kinds().map(([value, label]) => el("option", { value }, label)))
  const answer = el("div", { class: "work-maker__answer", role: "alert" })
  const make = async (anyway = {}) => {
    const given = await makeWork({ name: name.value, kind: kind.value, ...anyway })
    if (given.work) return onMade(given.work)
    answer.replaceChildren(...refusal(given, { onMade, again: () => make({ anyway: "on" }) }))
    return answer.querySelector("button")?.focus()
  }
  const button = (label, act, isDefault = false) => el("button", { type: "button", class: `button${isDefault ? " default" : ""}`, onclick: act }, label)
  const element = el("div", { class: "work-maker", role: "group", "aria-label": "A new work" },
    el("div", { class: "work-maker__fields" },
      el("div", {}, el("label", { for: name.id }, "Name"), name),
      el("div", {}, el("label", { for: kind.id }, "Kind"), kind)),
    answer,
    el("div", { class: "work-maker__buttons" }, button("Make the work", () => make(), true), button("Not now", onLeft)))
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); onLeft() }
    else if (event.key === "Enter" && event.target.tagName !== "BUTTON") { event.preventDefault(); make() }
  })
  // Only what is made counts for the form around it.
  for (const type of ["input", "change"]) element.addEventListener(type, (event) => event.stopPropagation())
  return { element, focus: () => kind.focus() }
}

function refusal({ error, duplicate }, { onMade, again }) {
  if (!duplicate) return [el("p", { class: "desk-dialog__error" }, error)]
  return [
    el("p", { class: "desk-dialog__error" }, `${error} `, el("span", { class: "work-words" }, `${duplicate.name}: ${duplicate.words}`)),
    el("div", { class: "work-maker__buttons" },
      el("button", { type: "button", class: "button", onclick: () => onMade(duplicate) }, "Use that one"),
      el("button", { type: "button", class: "button", onclick: again }, "It is another one: make it")),
  ]
}

// --- Choosing one

/** A row of a dialog. `work` is preselected; `onChosen(work)` hears of every choice, null when there is none. */
export class WorkChoice {
  constructor(work, { onChosen = () => {} } = {}) {
    this.work = work
    this.onChosen = onChosen
    this.input = el("input", { type: "text", id: uniqueId("work"), value: work?.name ?? "", placeholder: "Type its name" })
    this.hint = el("p", { class: "desk-dialog__hint", role: "status" }, work?.words ?? "")
    this.suggestions = new Suggestions(this.input, {
      label: "Works", className: "desk-link__found", isFirstActive: true, row: workRow,
      find: async (text) => (await worksAndOffer(text)) ?? this.failed(), choose: (item) => this.choose(item),
    })
    this.input.addEventListener("input", () => { if (this.input.value.trim() !== this.work?.name) this.set(null) })
    this.input.addEventListener("keydown", (event) => this.onKey(event))
    this.input.addEventListener("focus", () => this.input.select())
    this.element = el("div", { class: "desk-dialog__row" },
      el("label", { for: this.input.id }, "Work"), this.input, this.suggestions.list, this.hint)
  }

  failed() {
    this.hint.textContent = NO_SEARCH
    return []
  }

  set(work) {
    this.work = work
    this.hint.textContent = work?.words ?? ""
    this.onChosen(work)
  }

  choose(item) {
    this.suggestions.close()
    if (item.offer) return this.make(item.offer)
    this.input.value = item.name
    this.input.select()  // Typing on looks for another one.
    return this.set(item)
  }

  make(name) {
    const leave = () => { maker.element.remove(); this.input.focus() }
    const maker = workMaker(name, { onMade: (work) => { leave(); this.choose(work) }, onLeft: leave })
    this.element.querySelector(".work-maker")?.remove()
    this.element.append(maker.element)
    maker.focus()
  }

  clear() {
    this.input.value = ""
    this.suggestions.close()
    this.set(null)
  }

  /** Enter before the suggestions came takes the first of them; with a work chosen it answers the dialog. */
  async onKey(event) {
    if (event.key !== "Enter" || event.defaultPrevented || this.work || !this.input.value.trim()) return
    event.preventDefault()
    const [first] = (await this.suggestions.ask()) ?? []
    if (first && !first.offer) this.choose(first)
  }

  /** A sentence when text stands there that names no work; "" otherwise. */
  problem() {
    return !this.work && this.input.value.trim() ? "Choose one of the works found, or make this one." : ""
  }
}
