// The dialog that makes, lists and ends the links by which people without a login see an article's saved version.

import { csrfToken, el, openDialog, uniqueId } from "desk/dialog"

const LEAD = "Anyone with the link sees the saved version, until the day it ends. It is not in search engines."
const NO_ANSWER = "The server did not answer as it should. Are you still signed in? Sign in in another tab, then try again."
const NO_NETWORK = "The server cannot be reached. Look whether you are connected, then try again."
const GONE = "This article is gone, or is not yours to share any more."

/** Resolves to what the server says, or to { error } with a sentence. */
async function ask(url, options = {}) {
  const response = await fetch(url, options).catch(() => null)
  if (!response) return { error: NO_NETWORK }
  if (response.status === 404) return { error: GONE }
  if (!(response.headers.get("content-type") ?? "").includes("json")) return { error: NO_ANSWER }
  return response.json().catch(() => ({ error: NO_NETWORK }))
}

const send = (url, values = {}) =>
  ask(url, { method: "POST", body: new URLSearchParams(values), headers: { "X-CSRFToken": csrfToken() } })

/** Whether the text is in the clipboard now. Without https there is only the old way, which copies what is selected. */
async function copy(input) {
  input.select()
  try {
    await navigator.clipboard.writeText(input.value)
    return true
  } catch {
    return document.execCommand("copy")
  }
}

class ShareDialog {
  constructor(url) {
    this.url = url
    this.list = el("ul", { class: "share-preview__links", "aria-label": "Links" })
    this.none = el("p", { class: "share-preview__none", hidden: true }, "There is no link yet.")
    this.said = el("p", { class: "share-preview__said", role: "status" })
    this.error = el("p", { class: "desk-dialog__error", role: "alert" })
    this.days = el("input", { id: uniqueId("share-days"), type: "number", name: "days", min: 1, max: 90, step: 1, value: 7, required: true })
    this.dialog = openDialog("Share a preview", { className: "share-preview" })
    this.dialog.append(el("p", { class: "share-preview__lead" }, LEAD), this.list, this.none, this.form(), this.said, this.error,
      el("div", { class: "desk-dialog__buttons" }, el("button", { type: "button", class: "button", onclick: () => this.dialog.close() }, "Close")))
    this.days.focus()
  }

  /** Not part of the article's form, which the dialog stands outside of. */
  form() {
    const make = (event) => { event.preventDefault(); this.make() }
    this.submit = el("button", { type: "submit", class: "button default" }, "Make a link")
    return el("form", { class: "share-preview__make", novalidate: true, onsubmit: make },
      el("label", { for: this.days.id }, "Days until it ends"), this.days, this.submit)
  }

  say(sentence, { error = "" } = {}) {
    this.said.textContent = sentence
    this.error.textContent = error
  }

  async show() {
    const given = await ask(this.url)
    if (given.error) return this.say("", given)
    this.days.max = given.most_days
    this.list.replaceChildren(...given.links.map((link) => this.row(link)))
    this.none.hidden = given.links.length > 0
  }

  async make() {
    if (this.submit.disabled) return
    this.say("")
    this.submit.disabled = true
    const given = await send(this.url, { days: this.days.value })
    this.submit.disabled = false
    if (given.error) {
      this.say("", given)
      return this.days.focus()
    }
    const row = this.row(given.link)
    this.list.append(row)
    this.none.hidden = true
    row.querySelector(".share-preview__copy").focus()
    this.say(`The link is made. It ends on ${given.link.until}.`)
  }

  row(link) {
    const words = `Made by ${link.who}, ends on ${link.until}`
    const row = el("li", { class: "share-preview__link" })
    const address = el("input", { type: "text", readonly: true, value: link.url, "aria-label": `Link: ${words}`, onfocus: () => address.select() })
    row.append(
      address,
      el("span", { class: "share-preview__words" }, words),
      el("button", { type: "button", class: "button share-preview__copy", "aria-label": `Copy: ${words}`, onclick: (event) => this.copy(address, event.target) }, "Copy"),
      el("button", { type: "button", class: "button", "aria-label": `End: ${words}`, onclick: (event) => this.end(link, row, event.target) }, "End"))
    return row
  }

  async copy(address, button) {
    this.say("")
    if (!(await copy(address))) return this.say("The link is selected. Press Ctrl+C (⌘C on a Mac) to copy it.")
    button.focus()
    this.say("Copied. Paste it where you write to them.")
  }

  async end(link, row, button) {
    this.say("")
    button.disabled = true
    const given = await send(link.end_url)
    button.disabled = false
    if (given.error) return this.say("", given)
    const next = row.nextElementSibling ?? row.previousElementSibling
    row.remove()
    this.none.hidden = this.list.children.length > 0
    ;(next?.querySelector(".share-preview__copy") ?? this.days).focus()
    this.say("The link has ended. Whoever opens it now is told so.")
  }
}

/** A press of the button, whose data-share-url says which article, opens the dialog. */
export function offerToShare(button) {
  button.addEventListener("click", () => new ShareDialog(button.dataset.shareUrl).show())
}
