// A field that holds a list: chips, and a combobox to type the next one. The form's own field stays, hidden,
// and holds the value; without script it is typed into as it stands.

import { el, uniqueId } from "desk/dialog"
import { Suggestions } from "desk/suggest"

/** What is chosen is said by the class made of it: TagBox, WorkBox. */
export class ChipBox {
  /** What one of the chips is called, and what the empty field says. */
  what = "item"
  placeholder = ""
  isFirstActive = false
  canMove = false

  constructor(source) {
    this.source = source
    this.items = []
    this.chips = el("ul", { class: "tag-box__chips", "aria-label": "Chosen" })
    this.live = el("span", { class: "visually-hidden", role: "status" })
  }

  /** Puts the box in the field's place. */
  begin(items) {
    this.items = items
    this.input = el("input", {
      type: "text", id: this.source.id, class: "tag-box__input", maxlength: 600, placeholder: this.placeholder,
      "aria-describedby": this.source.getAttribute("aria-describedby"),
    })
    this.suggestions = new Suggestions(this.input, {
      label: "Suggestions", isFirstActive: this.isFirstActive,
      find: async (text) => (await this.find(text)).filter((item) => !this.has(item)),
      row: (item) => this.row(item), choose: (item) => this.choose(item), onFound: (items) => this.onFound(items),
    })
    this.input.addEventListener("input", (event) => event.stopPropagation())  // The form asks what it holds, not what is typed.
    this.input.addEventListener("keydown", (event) => this.onKey(event))
    this.input.addEventListener("blur", () => this.onLeave())
    this.source.form.addEventListener("submit", () => this.onLeave(), { capture: true })
    this.source.id = uniqueId(`${this.source.id}-value`)
    this.source.type = "hidden"
    this.box = el("div", { class: "tag-box" }, this.chips, this.input, this.suggestions.list, this.live)
    this.source.after(this.box)
    this.draw()
  }

  // --- What the class made of it says

  nameOf(item) { return item }
  isSame(one, other) { return one === other }
  contents(item) { return [this.nameOf(item)] }
  row(item) { return [this.nameOf(item)] }
  value() { return this.items.map((item) => this.nameOf(item)).join(", ") }
  async find() { return [] }
  choose(item) { this.add(item) }
  onFound() {}
  onEnter() {}
  onLeave() { this.suggestions.close() }

  // --- The list

  has(item) { return this.items.some((one) => this.isSame(one, item)) }

  write() {
    this.source.value = this.value()
    this.source.dispatchEvent(new Event("input", { bubbles: true }))
  }

  add(...items) {
    for (const item of items) if (!this.has(item)) { this.items.push(item); this.say(`Added ${this.nameOf(item)}`) }
    this.input.value = ""
    this.suggestions.close()
    this.changed()
  }

  remove(item) {
    this.items.splice(this.items.indexOf(item), 1)
    this.changed()
    this.say(`Removed ${this.nameOf(item)}`)
    this.input.focus()
  }

  move(item, step) {
    const at = this.items.indexOf(item)
    const to = at + step
    if (to < 0 || to >= this.items.length) return
    this.items.splice(at, 1)
    this.items.splice(to, 0, item)
    this.changed()
    this.say(`${this.nameOf(item)}: ${to + 1} of ${this.items.length}`)
    const buttons = [...this.chips.children[to].querySelectorAll("button:not(:disabled)")]
    const again = buttons.find((button) => button.dataset.step === String(step)) ?? buttons[0]
    again.focus()
  }

  changed() {
    this.write()
    this.draw()
  }

  say(words) { this.live.textContent = words }

  // --- How it is drawn, and its keys

  draw() {
    this.chips.replaceChildren(...this.items.map((item, at) => this.chip(item, at)))
  }

  chip(item, at) {
    const name = this.nameOf(item)
    const mark = (sign, words, act, more = {}) => el("button", { type: "button", "aria-label": words, title: words, onclick: act, ...more }, sign)
    const arrow = (sign, words, step) => mark(sign, words, () => this.move(item, step), { "data-step": step, disabled: !this.items[at + step] })
    const arrows = this.canMove && this.items.length > 1 ? [arrow("←", `Move ${name} forward`, -1), arrow("→", `Move ${name} back`, 1)] : []
    const chip = el("li", {}, ...this.contents(item, at), ...arrows, mark("×", `Remove the ${this.what} ${name}`, () => this.remove(item)))
    if (this.canMove) chip.addEventListener("keydown", (event) => this.onChipKey(event, item))
    return chip
  }

  onChipKey(event, item) {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
    if (!event.altKey || !step) return
    event.preventDefault()
    this.move(item, step)
  }

  onKey(event) {
    if (event.defaultPrevented || event.isComposing) return
    if (event.key === "Enter") { event.preventDefault(); this.onEnter(this.input.value.trim()) }
    else if (event.key === "Backspace" && !this.input.value && this.items.length) this.remove(this.items.at(-1))
  }
}
