// A picture in a form's field: chosen by looking, with what it still lacks, and with its alt text here.

import { el, openDialog, uniqueId } from "desk/dialog"
import { choosePicture, findPictures } from "desk/picker"
import { badgeList, canBeAnswered, wordsForm } from "desk/picture-words"
import { nameOf } from "desk/pictures"

/** The fields of one use beside the picture's own: featured_image goes with featured_alt and so on. */
function useFields(input) {
  const { elements } = input.form
  const stem = input.name.replace(/image$/, "")
  const [alt, decorative, caption] = ["alt", "is_decorative", "caption"].map((name) => elements.namedItem(stem + name))
  return stem !== input.name && alt && decorative ? { alt, decorative, caption } : null
}

function altChoice(group, value, label) {
  const id = uniqueId("use-alt")
  const input = el("input", { type: "radio", name: group, value, id })
  const words = el("label", { for: id }, label)
  return { input, words, row: el("div", { class: "alt-choice" }, input, " ", words) }
}

/** The three states of the alt text here, over the plain fields that hold them. */
function makeAltChoices({ alt, decorative, caption }) {
  const group = uniqueId("use-alt-group")
  const inherited = altChoice(group, "inherited", "")
  const own = altChoice(group, "own", "Another text here:")
  const silent = altChoice(group, "decorative", "Decorative here: screen readers pass it by")
  const plain = alt.closest("fieldset.module")
  const captionRow = caption?.closest(".form-row")
  alt.setAttribute("aria-label", "Alt text here")
  const errors = [alt, decorative].map((field) => field.closest(".form-row")?.querySelector(".errorlist")).filter(Boolean)
  const hint = el("p", { class: "desk-dialog__hint", role: "status" })
  const element = el("fieldset", { class: "alt-question" }, el("legend", {}, "Alt text here"), ...errors, inherited.row, own.row, alt, hint, silent.row)
  if (captionRow) element.append(captionRow)
  decorative.hidden = true
  element.append(decorative)
  plain.hidden = true
  const update = () => { alt.hidden = !own.input.checked }
  element.addEventListener("change", (event) => {
    if (event.target.name !== group) return
    decorative.checked = silent.input.checked
    hint.textContent = ""
    if (inherited.input.checked) alt.value = ""
    update()
    if (own.input.checked) alt.focus()
  })
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(`a[href="#${alt.id}"]`)) return
    event.preventDefault()
    if (inherited.input.checked) own.input.checked = true
    update()
    if (alt.hidden) silent.input.focus()
    else alt.focus()
  })
  const chosen = decorative.checked ? silent : alt.value ? own : inherited
  chosen.input.checked = true
  update()
  return {
    element,
    /** Another picture: the answer stays, and one is told that it was about the other one. */
    doubt() {
      hint.textContent = inherited.input.checked ? "" : "This answer was given for the picture before. Does it fit this one?"
    },
    show(picture) {
      const text = picture.isDecorative ? "decorative" : picture.alt ? `“${picture.alt}”` : "not answered there yet"
      inherited.words.textContent = `As in the library: ${text}`
    },
  }
}

const libraryLink = (picture) => el("a", { class: "button", href: picture.url, target: "_blank" }, "Open it in the library")

/** What keeps the picture from going live, and the way to answer it right here. */
function lackingPart(picture, onSaved) {
  if (!picture.badges.length) return []
  if (!canBeAnswered(picture)) return [badgeList(picture.badges), libraryLink(picture)]
  const button = el("button", { type: "button", class: "button", onclick: () => answerNow(picture, onSaved) }, "Answer it now")
  return [badgeList(picture.badges), button]
}

function answerNow(picture, onSaved) {
  const dialog = openDialog("Before readers may see this picture", { onClose: () => document.activeElement === document.body && onSaved(null) })
  const words = wordsForm(picture, {
    submit: "Save in the library", extra: [libraryLink(picture)], onSaved: (changed) => { onSaved(changed); dialog.close() },
  })
  dialog.append(words.form)
  words.focus()
}

// Videos and trailers show a picture before they play; articles/body/render.py counts those too.
const SHOWS_PICTURE = ".tiptap :is(.desk-block--picture, .desk-block:has(img[data-picture]))"

const STILL_ASKS = ".tiptap .desk-block [aria-busy=true]"
const LONGEST_WAIT = 3000  // milliseconds; then the pictures that are there are counted

/** Until every block of a work has been told what it shows: before that, its picture would not be counted. */
async function toldEverything() {
  const end = Date.now() + LONGEST_WAIT
  while (document.querySelector(STILL_ASKS) && Date.now() < end) await new Promise((go) => { setTimeout(go, 50) })
}

/** A refusal leads to the very picture of the text that it is about. */
function leadIntoText() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[href^='#picture-in-text-']")
    const number = Number(link?.hash.split("-").pop())
    if (!number) return
    event.preventDefault()
    await toldEverything()
    const block = document.querySelectorAll(SHOWS_PICTURE)[number - 1]
    block?.scrollIntoView({ block: "center" })
    block?.querySelector("button")?.focus({ preventScroll: true })
  })
}

export function makePictureField(input) {
  const image = el("img", { alt: "", hidden: true, width: 288, height: 192 })
  const words = el("p", { class: "picture-field__words" })
  const lacking = el("div", { class: "picture-field__lacking" })
  const clear = el("button", { type: "button", class: "button", hidden: true }, "Remove")
  const choose = el("button", { type: "button", class: "button picture-field__choose" }, "Choose a picture")
  const fields = useFields(input)
  const alt = fields && makeAltChoices(fields)

  const show = (picture) => {
    image.hidden = !picture?.card
    if (picture?.card) image.src = picture.card
    words.textContent = picture ? [nameOf(picture), picture.credit && `Credit: ${picture.credit}`].filter(Boolean).join(" · ") : ""
    lacking.replaceChildren(...(picture ? lackingPart(picture, answered) : []))
    clear.hidden = !picture
    choose.textContent = picture ? "Change" : "Choose a picture"
    if (!alt) return
    alt.element.hidden = !picture
    if (picture) alt.show(picture)
  }
  /** With nothing given, the button that asked is gone: the focus needs a place. */
  const answered = (picture) => { if (picture) show(picture); else choose.focus() }
  const set = (picture) => {
    if (picture && input.value && String(picture.pk) !== input.value) alt?.doubt()
    input.value = picture ? picture.pk : ""
    input.dispatchEvent(new Event("input", { bubbles: true }))
    show(picture)
  }
  choose.addEventListener("click", async () => { const picture = await choosePicture(); if (picture) set(picture) })
  clear.addEventListener("click", () => { set(null); choose.focus() })
  choose.id = `${input.id}_choose`
  const label = document.querySelector(`label[for="${input.id}"]`)
  if (label) {
    label.id ||= `${input.id}_label`
    label.htmlFor = choose.id
    choose.setAttribute("aria-labelledby", `${label.id} ${choose.id}`)
  }
  input.hidden = true
  input.after(el("div", { class: "picture-field" }, image, el("div", { class: "picture-field__beside" }, words, lacking, choose, " ", clear, ...(alt ? [alt.element] : []))))
  show(null)
  if (input.value) findPictures({ pk: input.value }).then(({ pictures }) => { if (pictures[0]) show(pictures[0]) }).catch(() => {})
}

document.querySelectorAll("input[data-picture-field]").forEach(makePictureField)
leadIntoText()
