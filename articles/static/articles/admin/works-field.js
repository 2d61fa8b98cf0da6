// The works an article is about: chips in their order, the first is the main one. What is not there yet is made in
// place, with two fields.

import { el } from "desk/dialog"
import { ChipBox } from "desk/chips"
import { findWorks } from "desk/works"
import { NO_SEARCH, workMaker, workRow, worksAndOffer } from "desk/work-choice"

class WorkBox extends ChipBox {
  what = "work"
  placeholder = "Type the name of a film, series, book …"
  isFirstActive = true
  canMove = true

  begin(items) {
    super.begin(items)
    this.box.classList.add("tag-box--works")
    this.hint = el("p", { class: "work-hint", role: "status" })
    this.box.after(this.hint)
  }

  nameOf({ name }) { return name }
  isSame(one, other) { return one.pk === other.pk && !one.offer && !other.offer }
  value() { return this.items.map(({ pk }) => pk).join(",") }
  row(item) { return workRow(item) }

  contents({ name, words }, at) {
    const main = at === 0 && this.items.length > 1 ? [el("span", { class: "work-main" }, "main")] : []
    return [...main, el("strong", {}, name), el("span", { class: "work-words" }, words)]
  }

  async find(text) {
    const found = await worksAndOffer(text)
    this.hint.textContent = found ? "" : NO_SEARCH
    return found ?? []
  }

  choose(item) {
    this.hint.textContent = ""
    if (item.offer) this.make(item.offer)
    else this.add(item)
  }

  make(name) {
    this.suggestions.close()
    const leave = () => { maker.element.remove(); this.input.focus() }
    const maker = workMaker(name, { onMade: (work) => { leave(); this.add(work) }, onLeft: leave })
    this.box.parentElement.querySelector(".work-maker")?.remove()
    this.hint.after(maker.element)
    maker.focus()
  }

  /** Before the suggestions came: the first of them that is a work, else the two fields. */
  async onEnter(text) {
    const [first] = text ? (await this.suggestions.ask()) ?? [] : []
    if (first) this.choose(first)
  }

  onLeave() {
    super.onLeave()
    const text = this.input.value.trim()
    const isMaking = !!this.box.parentElement.querySelector(".work-maker")
    this.hint.textContent = text && !isMaking ? `“${text}” is not chosen yet: choose a work from the list, or make it.` : ""
  }
}

/** Names for the numbers in the field; a number nobody knows stays, for the form to say so. */
export async function makeWorksField(source) {
  const pks = source.value.split(",").map((pk) => pk.trim()).filter(Boolean)
  const box = new WorkBox(source)
  const unnamed = pks.map((pk) => ({ pk: Number(pk) || pk, name: `Work ${pk}`, words: "" }))
  box.begin(unnamed)
  const works = pks.length ? await findWorks(pks.map((pk) => ["pk", pk])) : []
  for (const work of works ?? []) Object.assign(box.items.find(({ pk }) => pk === work.pk) ?? {}, work)
  box.draw()
}
