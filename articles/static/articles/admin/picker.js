// The one dialog in which an editor chooses a picture by looking, or adds one.

import { csrfToken, el, openDialog, uniqueId } from "desk/dialog"

/** Addresses of the desk, given by the page: { picturesUrl, uploadUrl, articlesUrl }. */
export const desk = () => document.querySelector("[data-pictures-url]")?.dataset ?? {}

async function readJson(response) {
  if (response.status === 413) throw new Error("This picture is larger than 25 MB. Save a smaller copy and upload that.")
  if (!(response.headers.get("content-type") ?? "").includes("json"))
    throw new Error("The server did not answer as it should. Are you still signed in? Open the site in another tab, sign in, and try again.")
  const data = await response.json()
  if (!response.ok) throw new Error(data.error)
  return data
}

export async function findPictures(parameters) {
  const response = await fetch(`${desk().picturesUrl}?${new URLSearchParams(parameters)}`)
  return readJson(response)
}

const waiting = new Map()
let isAsked = false

/** One picture by its uid; asked for together with all others wanted in the same moment. */
export function pictureOf(uid) {
  if (!waiting.has(uid)) {
    let settle
    const promise = new Promise((resolve) => { settle = resolve })
    waiting.set(uid, { promise, settle, isDone: false })
    if (!isAsked) { isAsked = true; queueMicrotask(lookUp) }
  }
  return waiting.get(uid).promise
}

async function lookUp() {
  isAsked = false
  const uids = [...waiting].filter(([, entry]) => !entry.isDone).map(([uid]) => uid)
  let pictures = []
  try {
    ({ pictures } = await findPictures(uids.map((uid) => ["uid", uid])))
  } catch { /* Shown as missing; the stored text keeps its reference. */ }
  for (const uid of uids) {
    const entry = waiting.get(uid)
    entry.isDone = true
    entry.settle(pictures.find((picture) => picture.uid === uid) ?? null)
  }
}

function remember(picture) {
  waiting.set(picture.uid, { promise: Promise.resolve(picture), settle: () => {}, isDone: true })
  return picture
}

function labelled(label, input, help) {
  input.id = uniqueId("desk-upload")
  const row = el("div", { class: `desk-dialog__row desk-dialog__row--${input.type}` })
  const text = el("label", { for: input.id }, label)
  row.append(...(input.type === "checkbox" ? [input, text] : [text, input]))
  if (help) row.append(el("p", { class: "desk-dialog__help" }, help))
  return row
}

function uploadForm(onAdded) {
  const file = el("input", { type: "file", name: "original", accept: "image/jpeg,image/png,image/webp", required: true })
  const error = el("p", { class: "desk-dialog__error", role: "alert" })
  const button = el("button", { type: "submit", class: "button" }, "Upload and use")
  const form = el("form", { class: "desk-upload", novalidate: true },
    labelled("Picture file", file, "JPEG, PNG or WebP, up to 25 MB."),
    labelled("Alt text", el("input", { type: "text", name: "alt", maxlength: 500 }), "What the picture shows, for people who do not see it."),
    labelled("Decorative: screen readers pass it by", el("input", { type: "checkbox", name: "is_decorative" })),
    labelled("Caption", el("input", { type: "text", name: "caption", maxlength: 500 })),
    labelled("Credit", el("input", { type: "text", name: "credit", maxlength: 200 }), "Who made it or owns it. Needed before it goes live."),
    error, button)
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    if (!file.files.length) { error.textContent = "Choose a picture file first."; return file.focus() }
    error.textContent = ""
    button.disabled = true
    button.textContent = "Uploading…"
    try {
      const response = await fetch(desk().uploadUrl, { method: "POST", body: new FormData(form), headers: { "X-CSRFToken": csrfToken() } })
      onAdded((await readJson(response)).picture)
    } catch (problem) {
      error.textContent = problem.message
    } finally {
      button.disabled = false
      button.textContent = "Upload and use"
    }
  })
  return { form, file }
}

function card(picture, onChosen) {
  const name = picture.alt || picture.caption || picture.name
  const image = picture.thumb ? el("img", { src: picture.thumb, alt: "", width: 96, height: 96, loading: "lazy" }) : el("span", { class: "desk-picker__none" })
  return el("li", {}, el("button", { type: "button", class: "desk-picker__card", title: name, onclick: () => onChosen(picture) }, image, el("span", {}, name)))
}

function moveInGrid(grid, event) {
  const buttons = [...grid.querySelectorAll("button")]
  const at = buttons.indexOf(document.activeElement)
  if (at < 0) return
  const columns = Math.max(1, buttons.findIndex((button) => button.offsetTop > buttons[0].offsetTop))
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key]
  if (!step || !buttons[at + step]) return
  event.preventDefault()
  buttons[at + step].focus()
}

/** Opens the library. Resolves to a picture ({pk, uid, thumb, alt, caption, credit, isDecorative}) or null. */
export function choosePicture() {
  return new Promise((resolve) => {
    let chosen = null
    let page = 1
    const dialog = openDialog("Choose a picture", { className: "desk-picker", onClose: () => resolve(chosen) })
    const take = (picture) => { chosen = remember(picture); dialog.close() }
    const grid = el("ul", { class: "desk-picker__grid" })
    const status = el("p", { class: "desk-dialog__hint", role: "status" })
    const more = el("button", { type: "button", class: "button", hidden: true }, "Show more")
    const search = el("input", { type: "search", "aria-label": "Search pictures", placeholder: "Search by alt text, caption, credit or file name" })
    const upload = uploadForm(take)

    let asked = 0
    const show = async (wanted) => {
      const turn = ++asked
      page = wanted
      try {
        const found = await findPictures({ q: search.value, page })
        if (turn !== asked) return
        if (page === 1) grid.replaceChildren()
        grid.append(...found.pictures.map((picture) => card(picture, take)))
        more.hidden = !found.more
        status.textContent = grid.children.length ? "" : "No picture found. Add one below."
      } catch (problem) {
        status.textContent = problem.message
      }
    }
    let timer
    search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => show(1), 200) })
    search.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "Enter") { event.preventDefault(); grid.querySelector("button")?.focus() }
    })
    grid.addEventListener("keydown", (event) => moveInGrid(grid, event))
    more.addEventListener("click", () => show(page + 1))
    dialog.addEventListener("dragover", (event) => event.preventDefault())
    dialog.addEventListener("drop", (event) => {
      event.preventDefault()
      if (!event.dataTransfer.files.length) return
      upload.file.files = event.dataTransfer.files
      details.open = true
      upload.form.elements.alt.focus()
    })
    const details = el("details", { class: "desk-picker__upload" }, el("summary", {}, "Upload a new picture"), upload.form)
    dialog.append(search, status, grid, more, details,
      el("div", { class: "desk-dialog__buttons" }, el("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel")))
    search.focus()
    show(1)
  })
}
