// Answering, at the place where the question comes up, what a picture still lacks: alt text and credit.

import { el, uniqueId } from "desk/dialog"
import { answer } from "desk/pictures"

/** Whether the picture cannot go live as it is, and the editor may do something about it here. */
export const canBeAnswered = (picture) => !!picture.answerUrl && (!picture.credit || !(picture.alt || picture.isDecorative))

export const badgeList = (badges) =>
  el("span", { class: "badges" }, ...badges.map(({ kind, words }) => el("span", { class: `badge badge--${kind}` }, words)))

function choice(group, value, label, isChecked) {
  const id = uniqueId("picture-alt")
  const input = el("input", { type: "radio", name: group, value, id, checked: isChecked })
  return { input, row: el("div", { class: "alt-choice" }, input, " ", el("label", { for: id }, label)) }
}

/** Two answers and, until one is given, none: a text, or that the picture tells nothing. */
function altQuestion(picture) {
  const group = uniqueId("picture-alt-group")
  const text = choice(group, "text", "It shows:", !!picture.alt && !picture.isDecorative)
  const decorative = choice(group, "decorative", "Decorative: it tells nothing, screen readers pass it by", picture.isDecorative)
  const words = el("textarea", { rows: 2, maxlength: 500, "aria-label": "Alt text", placeholder: "What the picture shows, for people who do not see it" })
  words.value = picture.alt
  words.addEventListener("input", () => { if (words.value.trim()) text.input.checked = true })
  text.input.addEventListener("change", () => words.focus())
  const element = el("fieldset", { class: "alt-question" }, el("legend", {}, "Alt text"), text.row, words, decorative.row)
  return { element, words, given: () => ({ alt: words.value.trim(), is_decorative: decorative.input.checked ? "on" : "" }) }
}

/**
 * A small form for alt text and credit. `onSaved(picture)` hears of what was written; `extra` are more buttons.
 * `isFresh`: the picture was just uploaded, so a credit there comes from the file itself.
 */
export function wordsForm(picture, { onSaved, submit = "Save", extra = [], isFresh = false }) {
  const alt = altQuestion(picture)
  const id = uniqueId("picture-credit")
  const credit = el("input", { type: "text", id, maxlength: 200, "aria-describedby": `${id}-help`, autocomplete: "off" })
  credit.value = picture.credit
  const help = isFresh && picture.credit ? "From the file itself: look whether it is right." : "Who made it or owns it. Needed before it goes live."
  const error = el("p", { class: "desk-dialog__error", role: "alert" })
  const button = el("button", { type: "submit", class: "button default" }, submit)
  const form = el("form", { class: "words-form", novalidate: true },
    alt.element,
    el("div", { class: "desk-dialog__row" }, el("label", { for: id }, "Credit"), credit, el("p", { class: "desk-dialog__help", id: `${id}-help` }, help)),
    error, el("div", { class: "desk-dialog__buttons" }, button, ...extra))
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    error.textContent = ""
    button.disabled = true
    try {
      onSaved(await answer(picture, { ...alt.given(), credit: credit.value.trim() }))
    } catch (problem) {
      error.textContent = problem.message
    } finally {
      button.disabled = false
    }
  })
  const first = picture.alt || picture.isDecorative ? credit : alt.words
  return { form, credit, focus: () => first.focus() }
}
