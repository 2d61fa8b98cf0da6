// The preview beside the text: what is in the form, unsaved, as readers will see it, at the width of a phone or a laptop.

import { csrfToken, el } from "desk/dialog"

const PAUSE = 300 // ms without a keystroke
const AT_LATEST = 900 // ms after the first, however long one goes on typing
const WIDTHS = { phone: 390, laptop: 1280 }
const REMEMBERED = "desk-preview-width"

export class Preview {
  constructor(form, desk, pane) {
    Object.assign(this, { form, desk, pane, isOpen: false })
  }

  begin() {
    this.status = el("span", { class: "desk-preview__status", role: "status" })
    this.stage = el("div", { class: "desk-preview__stage" })
    this.frames = [this.makeFrame(), this.makeFrame()]
    this.stage.append(...this.frames)
    const choose = (width) => el("button", { type: "button", class: "button", "data-width": width, onclick: () => this.setWidth(width) }, width === "phone" ? "Phone" : "Laptop")
    this.choices = Object.keys(WIDTHS).map(choose)
    this.pane.append(el("div", { class: "desk-preview__bar", role: "group", "aria-label": "Width of the preview" }, ...this.choices, this.status), this.stage)
    this.form.addEventListener("input", () => this.later())
    this.form.addEventListener("change", () => this.later())
    new ResizeObserver(() => this.fit()).observe(this.stage)
    this.setWidth(localStorage.getItem(REMEMBERED) in WIDTHS ? localStorage.getItem(REMEMBERED) : "phone")
  }

  makeFrame() {
    // Readers' own scripts stay out; the page belongs to this site, so that its place can be kept.
    return el("iframe", { title: "Preview", sandbox: "allow-same-origin", tabindex: "-1", class: "is-behind" })
  }

  toggle() {
    this.isOpen = !this.isOpen
    this.pane.hidden = !this.isOpen
    this.desk.classList.toggle("is-previewing", this.isOpen)
    if (this.isOpen) this.refresh()
    return this.isOpen
  }

  setWidth(width) {
    this.width = width
    localStorage.setItem(REMEMBERED, width)
    this.choices.forEach((choice) => choice.setAttribute("aria-pressed", choice.dataset.width === width))
    this.fit()
  }

  /** The page is laid out at the width of the device, and made smaller where the pane is narrower. */
  fit() {
    const scale = Math.min(1, this.stage.clientWidth / WIDTHS[this.width])
    if (!scale) return
    this.stage.style.setProperty("--preview-width", `${WIDTHS[this.width]}px`)
    this.stage.style.setProperty("--preview-scale", scale)
  }

  later() {
    if (!this.isOpen) return
    this.since ??= Date.now()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.refresh(), Math.max(0, Math.min(PAUSE, this.since + AT_LATEST - Date.now())))
  }

  async refresh() {
    if (this.asking) { this.isStale = true; return }
    this.since = null
    this.asking = true
    const page = await this.ask()
    this.asking = false
    if (page !== null) this.show(page)
    if (this.isStale) { this.isStale = false; this.refresh() }
  }

  async ask() {
    const body = new FormData(this.form)
    body.set("_preview", "1")
    const request = { method: "POST", body, headers: { "X-CSRFToken": csrfToken() }, redirect: "manual" }
    const response = await fetch(location.pathname, request).catch(() => null)
    const isPage = response?.ok || response?.status === 422
    this.status.textContent = isPage ? "" : response?.type === "opaqueredirect" ? "You are signed out." : "No connection: this is how it was."
    return isPage ? response.text() : null
  }

  /** Into the frame behind, which comes to the front when it is ready, at the place one was reading. */
  show(page) {
    const [front, behind] = this.frames
    behind.onload = () => {
      behind.contentWindow.scrollTo(0, front.contentWindow?.scrollY ?? 0)
      behind.contentDocument.addEventListener("click", stayHere)
      front.classList.add("is-behind")
      behind.classList.remove("is-behind")
      behind.tabIndex = 0
      front.tabIndex = -1
      this.frames.reverse()
    }
    behind.srcdoc = withoutScripts(page)
  }
}

/** The pane says itself that this is a preview, and readers' scripts may not run in it. */
function withoutScripts(page) {
  const parsed = new DOMParser().parseFromString(page, "text/html")
  parsed.querySelectorAll("script, .preview-banner").forEach((part) => part.remove())
  return `<!DOCTYPE html>${parsed.documentElement.outerHTML}`
}

/** A link of the preview leads nowhere: it would take the preview away. */
function stayHere(event) {
  const link = event.target.closest?.("a[href]")
  if (link && !link.getAttribute("href").startsWith("#")) event.preventDefault()
}
