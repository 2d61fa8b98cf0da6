// The article's form beyond plain HTML: chips for tags and works, ordered bylines, a review's own fields, and the desk
// around them: autosave, who else is here, preview, full screen. Without this file every field still works as it stands.

import { Keeper, offerToDrop } from "desk/autosave"
import { Checklist } from "desk/checklist"
import { MomentField } from "desk/moments"
import { Presence } from "desk/presence"
import { Preview } from "desk/preview"
import { sendSafely } from "desk/sending"
import { offerToShare } from "desk/share-preview"
import { showSharing } from "desk/sharing"
import { askToSignIn } from "desk/sign-in"
import { countWords, isFullScreen, Layout, makeCommands, makeGrowingLine, rememberPanels, toggleFullScreen } from "desk/view"
import { showHelp } from "desk/nodes/help"
import { makeOrderedRows } from "desk/ordered-rows"
import { ChipBox } from "desk/chips"
import { makeWorksField } from "desk/works-field"

const form = document.querySelector("#article_form")

// --- Saving

function saveOnKey() {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s" || event.altKey) return
    event.preventDefault()
    form.requestSubmit(form.querySelector("[name=_save]"))
  })
}

// --- The date

const moments = new Map()

function explainMoment(input) {
  const field = new MomentField(input)
  moments.set(input.name, field)
  field.begin()
}

/** The publish button says whether it schedules. */
function nameThePublishButton() {
  const button = form.querySelector("[name=_publish][data-schedule]")
  const date = moments.get("published_at")
  if (!button || !date) return
  const now = button.textContent
  const update = () => { button.textContent = date.isFuture ? button.dataset.schedule : now }
  form.addEventListener("input", update)
  form.addEventListener("change", update)
  update()
}

// --- Tags

const splitTags = (text) => text.split(",").map((name) => name.trim()).filter(Boolean)

class TagBox extends ChipBox {
  what = "tag"
  placeholder = "Type a tag, then Enter"

  begin(names) {
    super.begin(names)
    this.input.addEventListener("input", () => { if (this.input.value.includes(",")) this.onEnter(this.input.value) })
  }

  isSame(one, other) { return one.localeCompare(other, undefined, { sensitivity: "base" }) === 0 }

  async find(text) {
    const response = await fetch(`${this.source.dataset.tagsUrl}?${new URLSearchParams({ q: text })}`).catch(() => null)
    return response?.ok ? (await response.json()).tags : []
  }

  onEnter(text) { if (text) this.add(...splitTags(text)) }

  onLeave() {
    this.onEnter(this.input.value.trim())
    super.onLeave()
  }
}

// --- A review's rating and verdict

/** Shown while the article is a review, and where something is wrong in it. */
function showForReviews(part, format) {
  const update = () => {
    const isReview = format.value === "review"
    part.hidden = !isReview && !part.querySelector(".errorlist")
    return isReview
  }
  format.addEventListener("change", () => { part.querySelector("details").open = update() })
  update()
}

// --- A correction's sentence

/** Shown while the change is a correction, and where something is wrong in it. What was typed stays there meanwhile. */
function showForCorrections(part) {
  const line = part.querySelector(".field-correction")
  const update = () => {
    const isCorrection = !!part.querySelector("[name=change][value=correction]:checked")
    line.hidden = !isCorrection && !line.querySelector(".errorlist")
  }
  part.querySelector(".field-change").addEventListener("change", update)
  update()
}

// --- Bylines: their order is the order of the rows

function makeBylines(group) {
  const remove = (row) => {
    const author = row.querySelector("select[name$='-author']")
    author.value = ""
    author.dispatchEvent(new Event("change", { bubbles: true }))
  }
  makeOrderedRows(group, { noun: "byline", remove, onChange: () => form.dispatchEvent(new Event("change")) })
}

// --- Both sides of a collision: the other one comes into the form at a press

const editors = new Map()
document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  editors.set(textarea.name, editor)
  const count = document.querySelector("#desk-count")
  if (textarea.name === "body" && count) countWords(editor, count, Number(document.querySelector(".desk").dataset.speed))
})

function take(values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name]
    if (!field) continue
    if (editors.has(name)) editors.get(name).commands.setContent(value ?? "", { emitUpdate: true })
    else if (moments.has(name) && value) moments.get(name).set(Date.parse(value))
    else if (field.type === "checkbox") field.checked = !!value
    else field.value = value ?? ""
    const changed = field instanceof RadioNodeList ? field[0] : field
    for (const kind of ["input", "change"]) changed.dispatchEvent(new Event(kind, { bubbles: true }))
  }
}

function offerTheOtherSide(button) {
  button.hidden = false
  button.addEventListener("click", () => {
    take(JSON.parse(button.dataset.take))
    button.textContent = "Taken: it is in the form now"
    button.disabled = true
    button.closest(".desk-collision").classList.add("is-taken")
  })
}

/** A folded part that holds an error stands open. */
function openWhatIsWrong() {
  for (const list of document.querySelectorAll("details .errorlist")) list.closest("details").open = true
}

// --- The desk

function makeDesk(desk) {
  const side = desk.querySelector(".desk-side")
  const { loginUrl, userName } = desk.dataset
  const keeper = new Keeper(form, desk, document.querySelector("#desk-sign"), () => askToSignIn({ loginUrl, userName }))
  keeper.begin()
  sendSafely(form, keeper)
  new Presence(form, desk, document.querySelector("#desk-presence"), { isTouched: () => keeper.changes > 0 }).begin()
  new Checklist(form, desk.querySelector("#desk-checklist")).begin()
  const preview = new Preview(form, desk, desk.querySelector(".desk-preview"))
  preview.begin()
  const layout = new Layout(desk, preview)
  const commands = [
    { key: "P", label: "Preview beside the text", icon: "vertical_split", act: () => layout.togglePreview(), isOn: () => layout.hasPreview },
    { key: "O", label: "Panel", icon: "tune", act: () => layout.togglePanel(), isOn: () => layout.hasPanel && !isFullScreen() },
    { key: "X", label: "Full screen", icon: "fullscreen", act: toggleFullScreen, isOn: isFullScreen },
    { key: "K", label: "Help", icon: "help_outline", act: showHelp },
  ]
  makeCommands(document.querySelector("#desk-views"), commands)
  rememberPanels(side)
  const { headline, dek } = form.elements
  if (headline && dek) makeGrowingLine(headline, () => dek.focus())
  if (dek) makeGrowingLine(dek, () => desk.querySelector(".desk-text .tiptap")?.focus())
  side.querySelectorAll("fieldset.desk-sharing").forEach((part) => showSharing(part, form, desk))
  side.querySelectorAll("[data-share-url]").forEach(offerToShare)
  document.querySelectorAll("[data-drop]").forEach(offerToDrop)
}

openWhatIsWrong()
if (form) {
  const desk = form.querySelector(".desk")
  if (desk) makeDesk(desk)
  saveOnKey()
  form.querySelectorAll("input[data-zone]").forEach(explainMoment)
  nameThePublishButton()
  form.querySelectorAll("input[data-tags-url]").forEach((source) => new TagBox(source).begin(splitTags(source.value)))
  form.querySelectorAll("input[data-works-field]").forEach(makeWorksField)
  form.querySelectorAll("fieldset.desk-review").forEach((part) => showForReviews(part, form.elements.format))
  form.querySelectorAll("fieldset:has(.field-correction)").forEach(showForCorrections)
  form.querySelectorAll("#bylines-group").forEach(makeBylines)
  form.querySelectorAll("[data-take]").forEach(offerTheOtherSide)
}
