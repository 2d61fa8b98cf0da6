// The one dialog in which an editor chooses a picture by looking, or adds one.

import { el, openDialog } from "desk/dialog"
import { desk, findPictures, nameOf, pictureOf, remember } from "desk/pictures"
import { badgeList, canBeAnswered, wordsForm } from "desk/picture-words"
import { acceptDrops, fileButton, uploadTray } from "desk/upload"

export { desk, findPictures, pictureOf }

const SEARCH_PAUSE = 200 // milliseconds

function card(picture, onChosen) {
  const image = picture.card
    ? el("img", { src: picture.card, alt: "", width: 240, height: 160, loading: "lazy" })
    : el("span", { class: "picture-card__none" })
  return el("li", { class: "picture-card" },
    el("button", { type: "button", class: "picture-card__face", tabindex: -1, title: nameOf(picture), onclick: () => onChosen(picture) },
      image, el("span", { class: "picture-card__name" }, nameOf(picture)), " ", badgeList(picture.badges)))
}

/** Arrow keys, Home and End within a grid; one of its cards at a time is a tab stop. */
export function moveInGrid(grid, event, selector = ".picture-card__face") {
  const faces = [...grid.querySelectorAll(selector)]
  const at = faces.indexOf(document.activeElement)
  if (at < 0) return false
  const below = faces.findIndex((face) => face.getBoundingClientRect().top > faces[0].getBoundingClientRect().top + 4)
  const columns = below < 0 ? faces.length : below
  const target = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: faces.length - 1 }[event.key]
  if (target === undefined || !faces[target]) return false
  event.preventDefault()
  faces[at].tabIndex = -1
  faces[target].tabIndex = 0
  faces[target].focus()
  return true
}

/** One picture, large, with what it still lacks. Enter in a field saves and uses it. */
function confirmStep(picture, { onUse, onBack, isFresh }) {
  const asItIs = el("button", { type: "button", class: "button", onclick: () => onUse(picture) }, "Use it as it is")
  const back = el("button", { type: "button", class: "button", onclick: onBack }, "Back to all pictures")
  const words = wordsForm(picture, { onSaved: onUse, submit: "Save and use", extra: [asItIs, back], isFresh })
  const sentence = isFresh
    ? "It is in the library. Two questions before readers may see it:"
    : "Before readers may see this picture, it needs an answer:"
  const element = el("div", { class: "picker-step" },
    el("div", {}, el("img", { src: picture.preview, alt: "", class: "picker-step__picture" }), el("p", { class: "desk-dialog__help" }, `${picture.name} · ${picture.size}`)),
    el("div", {}, badgeList(picture.badges), el("p", {}, sentence), words.form))
  return { element, focus: words.focus }
}

class Picker {
  constructor(resolve) {
    this.chosen = null
    this.page = 0
    this.asked = 0
    this.hasMore = false
    this.dialog = openDialog("Choose a picture", { className: "desk-picker", onClose: () => resolve(this.chosen) })
    this.grid = el("ul", { class: "picture-grid", "aria-label": "Pictures" })
    this.status = el("p", { class: "desk-dialog__hint", role: "status" })
    this.more = el("button", { type: "button", class: "button", hidden: true, onclick: () => this.show(this.page + 1) }, "Show more")
    this.search = el("input", { type: "search", "aria-label": "Search pictures", placeholder: "Search by caption, credit, alt text or file name" })
    this.tray = uploadTray({ onAdded: (picture, place) => this.added(picture, place), useExisting: (picture) => this.useButton(picture, "Use that one") })
    this.all = el("div", { class: "picker-all" },
      el("div", { class: "picker-bar" }, this.search, fileButton("Upload pictures", (files) => this.tray.add(files))),
      this.tray.element, this.status, this.grid, this.more,
      el("p", { class: "picker-drop" }, "Drop picture files anywhere in this window to add them. JPEG, PNG or WebP, up to 25 MB."))
    this.step = el("div", { hidden: true })
    this.end = el("div", { class: "desk-dialog__buttons picker-end" },
      el("button", { type: "button", class: "button", onclick: () => this.dialog.close() }, "Cancel"))
    this.dialog.append(this.all, this.step, this.end)
    this.listen()
    this.search.focus()
    this.show(1)
  }

  listen() {
    let timer
    this.search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => this.show(1), SEARCH_PAUSE) })
    this.search.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return
      event.preventDefault()
      this.grid.querySelector(".picture-card__face")?.focus()
    })
    this.grid.addEventListener("keydown", (event) => this.onGridKey(event))
    // Escape in the step leads back to the pictures, and from there out of the dialog.
    this.dialog.addEventListener("cancel", (event) => { if (!this.step.hidden) { event.preventDefault(); this.back() } })
    acceptDrops(this.dialog, (files) => { this.back(); this.tray.add(files) })
  }

  async onGridKey(event) {
    if (moveInGrid(this.grid, event)) return
    const faces = [...this.grid.querySelectorAll(".picture-card__face")]
    const at = faces.indexOf(document.activeElement)
    if (event.key === "ArrowUp" && at >= 0) { event.preventDefault(); this.search.focus() }
    if ((event.key === "ArrowDown" || event.key === "ArrowRight") && this.hasMore) {
      event.preventDefault()
      await this.show(this.page + 1)
      this.grid.querySelectorAll(".picture-card__face")[faces.length]?.focus()
    }
    // Whoever types while looking goes on searching.
    if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) this.search.focus()
  }

  async show(wanted) {
    const turn = ++this.asked
    try {
      const found = await findPictures({ q: this.search.value, page: wanted })
      if (turn !== this.asked) return
      this.page = wanted
      this.hasMore = found.more
      if (wanted === 1) this.grid.replaceChildren()
      this.grid.append(...found.pictures.map((picture) => card(picture, (one) => this.choose(one))))
      const first = this.grid.querySelector(".picture-card__face")
      if (first && !this.grid.querySelector("[tabindex='0']")) first.tabIndex = 0
      this.more.hidden = !found.more
      this.status.textContent = first ? "" : this.search.value ? "No picture has all these words. Try fewer, or upload one." : "The library is empty. Upload the first picture."
    } catch (problem) {
      this.status.textContent = problem.message
    }
  }

  choose(picture, { isFresh = false } = {}) {
    if (!canBeAnswered(picture) && !(isFresh && picture.answerUrl)) return this.use(picture)
    const { element, focus } = confirmStep(picture, { onUse: (one) => this.use(one), onBack: () => this.back(), isFresh })
    this.from = document.activeElement
    this.step.replaceChildren(element)
    this.turnTo(this.step)
    focus()
  }

  /** Either all pictures or the one picture's step. */
  turnTo(part) {
    this.step.hidden = part !== this.step
    this.all.hidden = this.end.hidden = part !== this.all
  }

  use(picture) {
    this.chosen = remember(picture)
    this.dialog.close()
  }

  back() {
    this.turnTo(this.all)
    if (this.from?.isConnected) this.from.focus()
    else this.search.focus()
  }

  useButton(picture, label) {
    return el("button", { type: "button", class: "button default", onclick: () => this.choose(picture) }, label)
  }

  /** One upload goes straight on to its questions; with several, the editor says which one she wants. */
  added(picture, place) {
    this.show(1)
    const isAlone = this.tray.element.querySelectorAll(".upload-row").length === 1
    if (isAlone && !this.all.hidden) { place.closest(".upload-row").remove(); this.tray.element.hidden = true; return this.choose(picture, { isFresh: true }) }
    const use = el("button", { type: "button", class: "button default", onclick: () => this.choose(picture, { isFresh: true }) }, "Use it")
    place.querySelector(".upload-row__tools").replaceChildren(use)
  }
}

/** Opens the library. Resolves to a picture ({pk, uid, thumb, alt, caption, credit, isDecorative, …}) or null. */
export function choosePicture() {
  return new Promise((resolve) => { new Picker(resolve) })
}
