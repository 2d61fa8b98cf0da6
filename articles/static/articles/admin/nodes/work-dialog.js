// The dialog of a block that shows a work: which work, and what this article says otherwise. Every fact has a row with
// the work's own value in sight; typing replaces it here, a tick leaves it out, clearing goes back to the work.

import { ask, el, uniqueId } from "desk/dialog"
import { choosePicture } from "desk/picker"
import { toldOf } from "desk/works"
import { WorkChoice } from "desk/work-choice"
import { button } from "desk/nodes/blocks"
import { isLeftOut, rowsOf, SHOWN } from "desk/nodes/work-rows"

const TITLES = { facts: "Facts of a work", cast: "Cast of a work", trailer: "Trailer of a work", releases: "Release dates of a work" }
const TITLE_HELP = {
  facts: "Empty: the work's name.", cast: "Optional. Where the cast has groups, they have names of their own.",
  trailer: "Empty: the title the trailer has with the work.", releases: `Empty: “${SHOWN.releases}”.`,
}
const tidy = (text) => text.replace(/\s+/g, " ").trim()

// --- One row

class OverrideRow {
  /** `row` as in work-rows.js; without one it is a row of the editor's own, with a label to type. */
  constructor(row, { show, onRemoved = () => {} }) {
    this.row = row
    this.before = row?.override?.value.textContent ?? ""
    this.mark = el("span", { class: "desk-work__mark", hidden: true })
    this.value = el("input", { type: "text", id: uniqueId("override"), value: this.before, placeholder: this.placeholder(show) })
    this.out = el("input", { type: "checkbox", id: uniqueId("left-out"), checked: !!row && isLeftOut(row), "aria-label": row && `Leave out: ${row.label}` })
    this.element = el("div", { class: "override" }, ...(row ? this.ofWork(row) : this.ofEditor(onRemoved)))
    this.element.addEventListener("input", () => this.update())
    this.update()
  }

  placeholder(show) {
    if (!this.row) return "What it says here"
    if (this.row.isExtra) return show === "cast" ? "Not in the work's cast: readers do not see this row" : "The work knows nothing of it"
    return this.row.value || "No role given"
  }

  ofWork({ label }) {
    return [
      el("label", { for: this.value.id, class: "override__label" }, label), this.value,
      el("span", { class: "override__out" }, this.out, el("label", { for: this.out.id }, "leave out")), this.mark,
    ]
  }

  ofEditor(onRemoved) {
    this.term = el("input", { type: "text", class: "override__label", "aria-label": "Label of the new row", placeholder: "Label" })
    this.value.setAttribute("aria-label", "Value of the new row")
    return [this.term, this.value, button("Take it away", () => { this.element.remove(); onRemoved(this) }), this.mark]
  }

  get isOut() { return this.out.checked }
  get text() { return tidy(this.value.value) }

  /** What differs from the work stands out. */
  update() {
    this.value.disabled = this.isOut
    const isOwn = !!this.text && !this.isOut
    this.element.classList.toggle("is-own", isOwn)
    this.element.classList.toggle("is-left-out", this.isOut)
    this.mark.hidden = !isOwn && !this.isOut
    this.mark.textContent = this.isOut ? "left out here" : this.row && !this.row.isExtra ? "only here" : "added here"
  }

  /** The pair to store, or null where the work speaks; what was not touched stays as it was, with its marks. */
  pair() {
    const term = this.row?.override?.term ?? this.row?.name ?? tidy(this.term.value)
    if (!term) return null
    if (this.isOut) return [term, this.row.override && isLeftOut(this.row) ? this.row.override.value : ""]
    if (!this.text) return null
    return [term, this.text === tidy(this.before) && this.row?.override ? this.row.override.value : this.text]
  }
}

// --- All rows

class Overrides {
  constructor(show, overrides) {
    Object.assign(this, { show, overrides, rows: [] })
    this.list = el("div", { class: "overrides" })
    this.hint = el("p", { class: "desk-dialog__help" })
    const add = button("Add a row", () => this.addRow())
    this.element = el("fieldset", { class: "overrides-box" },
      el("legend", {}, "Only in this article"), this.hint, this.list, ...(show === "cast" ? [] : [add]))
  }

  /** The rows of another work; what was overridden by name goes along. */
  async draw(work) {
    this.wanted = work?.uid
    const told = work ? await toldOf(work.uid) : null
    if (this.wanted !== work?.uid) return
    const isKnown = !!told?.name
    const seen = new Set()
    const rows = isKnown ? rowsOf(told, this.show, this.overrides) : rowsOf({ cast: [] }, this.show, this.overrides)
    this.rows = rows.filter((row) => !seen.has(row.name) && seen.add(row.name)).map((row) => new OverrideRow(row, { show: this.show }))
    this.list.replaceChildren(...this.rows.map(({ element }) => element))
    this.hint.textContent = this.words(isKnown, rows.length)
  }

  words(isKnown, count) {
    if (!isKnown) return "Choose a work to see what it says."
    if (!count) return "The work says nothing of this yet. What is filled in there later appears here by itself."
    return "The work's own values stand in grey. What you type replaces one in this article alone; clear it to go back to the work's."
  }

  addRow() {
    const row = new OverrideRow(null, { show: this.show, onRemoved: (gone) => { this.rows = this.rows.filter((one) => one !== gone) } })
    this.rows.push(row)
    this.list.append(row.element)
    row.term.focus()
  }

  problem() {
    const nameless = this.rows.find((row) => row.term && !tidy(row.term.value) && row.text)
    nameless?.term.focus()
    return nameless ? "Give the added row a label." : ""
  }

  /** Pairs in the order they had, new ones after them. */
  pairs() {
    const pairs = this.rows.map((row) => ({ row, pair: row.pair() })).filter(({ pair }) => pair)
    const place = ({ row }) => { const at = this.overrides.indexOf(row.row?.override); return at < 0 ? this.overrides.length : at }
    return pairs.sort((one, other) => place(one) - place(other)).map(({ pair }) => pair)
  }
}

// --- Another picture for a trailer

class OtherPicture {
  constructor(image) {
    this.image = image
    this.words = el("span", { class: "work-words" })
    this.back = button("The work's picture", () => this.set(null))
    this.element = el("p", { class: "desk-dialog__row" }, button("Choose another picture", () => this.choose()), " ", this.back, " ", this.words)
    this.set(image)
  }

  async choose() {
    const picture = await choosePicture()
    if (picture) this.set(picture.uid, picture.alt || picture.name)
  }

  set(image, name = "chosen for this article") {
    this.image = image
    this.back.hidden = !image
    this.words.textContent = image ? `Picture: ${name}` : "Readers see the work's picture before it plays."
  }
}

/** Resolves to { work, show, title, image, rows } of a block, or to null when the dialog is left. */
export async function askWorkBlock(attrs, overrides, { submit = "Keep" } = {}) {
  const told = attrs.work ? await toldOf(attrs.work) : null
  const { show } = attrs
  const isTrailer = show === "trailer"
  const rows = isTrailer ? null : new Overrides(show, overrides)
  const picture = new OtherPicture(attrs.image)
  const choice = new WorkChoice(told?.uid ? told : null, { onChosen: (work) => rows?.draw(work) })
  rows?.draw(choice.work)
  const answer = await ask({
    title: TITLES[show],
    className: "desk-work-dialog",
    lead: [choice.element],
    fields: [{ name: "title", label: "Title", value: attrs.title ?? "", maxlength: 200, help: TITLE_HELP[show] }],
    extra: [isTrailer ? picture.element : rows.element],
    submit,
    check: () => choice.problem() || (choice.work ? "" : "Choose the work it shows.") || (rows?.problem() ?? ""),
  })
  return answer && {
    work: choice.work.uid, show, title: tidy(answer.title) || null,
    image: isTrailer ? picture.image : null, rows: rows?.pairs() ?? [],
  }
}
