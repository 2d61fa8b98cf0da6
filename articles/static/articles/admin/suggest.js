// Suggestions under a field while one types (WAI-ARIA "combobox" with a list): arrows go through them, Enter
// takes the active one, Escape closes them. What Enter does without one is the field's own business.

import { el, uniqueId } from "desk/dialog"

const PAUSE = 120  // milliseconds after the last letter

/**
 * Makes `input` a combobox. `find(text)` resolves to what fits, `row(item)` gives its words, `choose(item)` takes it;
 * `isFirstActive`: Enter takes the first at once. `onFound(items)` hears of every list, an empty one too.
 */
export class Suggestions {
  constructor(input, { label, find, row, choose, className = "tag-box__list", isFirstActive = false, onFound = () => {} }) {
    Object.assign(this, { input, find, row, choose, isFirstActive, onFound, items: [], active: -1, asked: 0 })
    this.list = el("ul", { class: className, id: uniqueId("suggestions"), role: "listbox", "aria-label": label, hidden: true })
    const roles = { role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" }
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value)
    input.addEventListener("input", () => this.askSoon())
    input.addEventListener("keydown", (event) => this.onKey(event))
  }

  askSoon() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.ask(), PAUSE)
  }

  /** Resolves to what fits the text as it stands; null when something else was typed meanwhile. */
  async ask() {
    clearTimeout(this.timer)
    const turn = ++this.asked
    const text = this.input.value.trim()
    const items = text ? await this.find(text) : []
    if (turn !== this.asked) return null
    this.show(items)
    this.onFound(items)
    return items
  }

  show(items) {
    this.items = items
    this.list.replaceChildren(...items.map((item) => el("li", {
      role: "option", id: uniqueId("option"), "aria-selected": "false",
      onmousedown: (event) => { event.preventDefault(); this.choose(item) },
    }, ...this.row(item))))
    this.list.hidden = !items.length
    this.input.setAttribute("aria-expanded", String(!!items.length))
    this.activate(items.length && this.isFirstActive ? 0 : -1)
  }

  close() {
    ++this.asked
    clearTimeout(this.timer)
    this.show([])
  }

  activate(index) {
    this.active = index
    const options = [...this.list.children]
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)))
    if (index < 0) return this.input.removeAttribute("aria-activedescendant")
    this.input.setAttribute("aria-activedescendant", options[index].id)
    return options[index].scrollIntoView({ block: "nearest" })
  }

  onKey(event) {
    const count = this.items.length
    if (!count || event.altKey || event.isComposing) return
    if (event.key === "Enter" && this.active >= 0) this.choose(this.items[this.active])
    else if (event.key === "ArrowDown") this.activate((this.active + 1) % count)
    else if (event.key === "ArrowUp") this.activate((this.active - 1 + count) % count)
    else if (event.key === "Escape") { event.stopPropagation(); this.close() }
    else return
    event.preventDefault()
  }
}
