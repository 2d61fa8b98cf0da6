// What is left before the article may be published, and what is worth a second look: always of what is in the form.

import { csrfToken, el } from "desk/dialog"

const PAUSE = 1500 // ms without a keystroke

export class Checklist {
  constructor(form, place) {
    Object.assign(this, { form, place })
    this.lists = el("div", { class: "desk-checklist__lists" })
    place.append(this.lists)
  }

  begin() {
    const later = () => {
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.refresh(), PAUSE)
    }
    this.form.addEventListener("input", later)
    this.form.addEventListener("change", later)
    this.refresh()
  }

  async refresh() {
    if (this.asking) { this.isStale = true; return }
    this.asking = true
    const body = new FormData(this.form)
    body.set("_checklist", "1")
    const request = { method: "POST", body, headers: { "X-CSRFToken": csrfToken() }, redirect: "manual" }
    const response = await fetch(location.pathname, request).catch(() => null)
    const answer = response?.ok ? await response.json().catch(() => null) : null
    this.asking = false
    if (answer) this.show(answer)
    if (this.isStale) { this.isStale = false; this.refresh() }
  }

  show({ musts, shoulds }) {
    const counts = [musts.length && `${musts.length} to do`, shoulds.length && `${shoulds.length} to consider`].filter(Boolean)
    this.place.querySelector("summary").textContent = `Before publishing: ${counts.join(", ") || "all is there"}`
    this.place.classList.toggle("has-musts", musts.length > 0)
    this.lists.replaceChildren(...list("Has to be mended", musts), ...list("Worth a second look", shoulds))
    this.place.hidden = false
  }
}

function list(title, problems) {
  if (!problems.length) return []
  return [el("h3", {}, title), el("ul", {}, ...problems.map(({ sentence, places }) => el("li", {}, sentence, ...places.flatMap(link))))]
}

/** To the field, the sentence or the picture in this form; to the library in a tab of its own. */
function link(place) {
  if (!place.startsWith("#")) return [" ", el("a", { href: place, target: "_blank" }, "In the library")]
  return [" ", el("a", { href: place, onclick: () => reveal(place) }, "Show me")]
}

/** A folded part opens, and the field that stands in place of a hidden one gets the focus. */
function reveal(place) {
  const field = place.startsWith("#id_") ? document.querySelector(`${place}, [name="${place.slice(4)}"]`) : null
  if (!field) return
  field.closest("details")?.setAttribute("open", "")
  const row = field.closest(".form-row")
  const shown = row?.querySelector(".tiptap, .tag-box__input, .picture-field button") ?? field
  setTimeout(() => shown.focus())
}
