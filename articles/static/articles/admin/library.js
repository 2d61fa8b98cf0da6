// The library beyond plain HTML: dropping many files at once, keys, choosing several. Without this file the
// form for uploads, the search, the filters and the check boxes work as they stand.

import { el } from "desk/dialog"
import { answer, nameOf } from "desk/pictures"
import { badgeList, wordsForm } from "desk/picture-words"
import { moveInGrid } from "desk/picker"
import { acceptDrops, fileButton, uploadTray } from "desk/upload"

const grid = document.querySelector("#picture-grid")
const faces = () => [...grid.querySelectorAll(".picture-card__face")]

// --- Uploading

function newCard(picture) {
  return el("li", { class: "picture-card picture-card--new", "data-pk": picture.pk },
    el("a", { class: "picture-card__face", href: picture.url, title: nameOf(picture) },
      el("img", { src: picture.card, alt: "", width: 480, height: 320 }),
      el("span", { class: "picture-card__name" }, nameOf(picture)), " ", badgeList(picture.badges)))
}

function putIntoGrid(picture) {
  const old = grid.querySelector(`[data-pk="${picture.pk}"]`)
  if (old) old.replaceWith(newCard(picture))
  else grid.prepend(newCard(picture))
  document.querySelector("#picture-none")?.remove()
}

/** The questions of a picture just added, right in its row. */
function askInPlace(picture, place, forms) {
  const link = el("a", { class: "button", href: picture.url }, "Focal point and rights")
  if (!picture.answerUrl) return place.append(link)
  const words = wordsForm(picture, { isFresh: true, extra: [link], onSaved: (changed) => {
    putIntoGrid(changed)
    forms.delete(picture.pk)
    place.querySelector(".upload-row__words").textContent = changed.badges.some(({ kind }) => kind === "missing") ? "Saved; something is still missing." : "Saved. It can go live."
    words.form.remove()
  } })
  forms.set(picture.pk, { picture, words })
  place.append(words.form)
}

/** One credit for everything just added: most press kits have one maker. */
function creditForAll(forms) {
  const input = el("input", { type: "text", maxlength: 200, id: "credit-for-all" })
  const done = el("span", { role: "status" })
  const button = el("button", { type: "button", class: "button", onclick: async () => {
    const credit = input.value.trim()
    if (!credit) return input.focus()
    let count = 0
    for (const { picture, words } of forms.values()) {
      try {
        putIntoGrid(await answer(picture, { credit }))
        words.credit.value = credit
        count += 1
      } catch (problem) {
        done.textContent = problem.message
        return
      }
    }
    done.textContent = `Credited ${count} ${count === 1 ? "picture" : "pictures"}.`
  } }, "Credit all of these")
  return el("div", { class: "credit-for-all", hidden: true }, el("label", { for: "credit-for-all" }, "One credit for all"), input, button, done)
}

function makeUploads(form) {
  const forms = new Map()
  const all = creditForAll(forms)
  const tray = uploadTray({ onAdded: (picture, place) => {
    putIntoGrid(picture)
    askInPlace(picture, place, forms)
    all.hidden = forms.size < 2
  } })
  tray.element.querySelector(".upload-tray__head").after(all)
  const words = el("span", { class: "upload-hint" }, "Drop picture files anywhere on this page (JPEG, PNG or WebP, up to 25 MB each), or")
  const bar = el("div", { class: "upload-bar" }, fileButton("Upload pictures", tray.add), words)
  document.querySelector(".library-head").append(bar)
  form.before(tray.element)
  form.hidden = true
  acceptDrops(document.body, tray.add)
}

// --- Looking through the grid

function makeKeys() {
  faces().forEach((face, index) => { face.tabIndex = index ? -1 : 0 })
  grid.addEventListener("keydown", (event) => {
    if (moveInGrid(grid, event)) return
    if (event.key === " " && event.target.matches(".picture-card__face")) {
      const box = event.target.closest("li").querySelector("input[type=checkbox]")
      if (box) { event.preventDefault(); box.click() }
    }
  })
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, textarea, select, dialog")) return
    event.preventDefault()
    document.querySelector("#searchbar")?.focus()
  })
}

function countChosen() {
  const bar = document.querySelector(".library-actions")
  if (!bar) return
  const words = bar.querySelector(".library-actions__count")
  const update = () => {
    const count = grid.querySelectorAll("input[type=checkbox]:checked").length
    bar.classList.toggle("is-idle", !count)
    words.textContent = count ? `${count} chosen` : ""
  }
  grid.addEventListener("change", update)
  update()
}

/** A filter acts when it is chosen; without script the button does it. */
function filterAtOnce(form) {
  form.querySelectorAll("select").forEach((select) => select.addEventListener("change", () => form.requestSubmit()))
  form.addEventListener("submit", () => form.querySelectorAll("select, input").forEach((field) => { if (!field.value) field.disabled = true }))
}

const uploads = document.querySelector("#upload-form")
if (uploads) makeUploads(uploads)
makeKeys()
countChosen()
filterAtOnce(document.querySelector("#changelist-search"))
