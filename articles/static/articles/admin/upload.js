// Adding pictures: dropped or chosen, many at once, each with its progress and, if need be, its sentence.

import { el } from "desk/dialog"
import { nameOf, sendPicture } from "desk/pictures"

const AT_ONCE = 2
export const ACCEPT = "image/jpeg,image/png,image/webp"

/** Calls `onFiles` with what is dropped onto `element`, which looks ready for it meanwhile. */
export function acceptDrops(element, onFiles) {
  let depth = 0
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files")
  const mark = (change) => { depth = Math.max(0, depth + change); element.classList.toggle("is-dropping", depth > 0) }
  element.addEventListener("dragenter", (event) => { if (hasFiles(event)) { event.preventDefault(); mark(1) } })
  element.addEventListener("dragleave", (event) => { if (hasFiles(event)) mark(-1) })
  element.addEventListener("dragover", (event) => { if (hasFiles(event)) event.preventDefault() })
  element.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    depth = 0
    element.classList.remove("is-dropping")
    if (event.dataTransfer.files.length) onFiles([...event.dataTransfer.files])
  })
}

/** A button that opens the system's dialog for files. */
export function fileButton(label, onFiles, { multiple = true } = {}) {
  const input = el("input", { type: "file", accept: ACCEPT, multiple, hidden: true, "aria-label": label })
  const button = el("button", { type: "button", class: "button", onclick: () => input.click() }, label)
  input.addEventListener("change", () => { const files = [...input.files]; input.value = ""; if (files.length) onFiles(files) })
  return el("span", { class: "file-button" }, button, input)
}

/** What is shown of a file while it still has no address of the library's. */
function localThumb(file) {
  const image = el("img", { alt: "", width: 72, height: 72, class: "upload-row__thumb" })
  const address = URL.createObjectURL(file)
  const forget = () => URL.revokeObjectURL(address)
  image.addEventListener("load", forget)
  image.addEventListener("error", () => { forget(); image.replaceWith(el("span", { class: "upload-row__thumb" })) })
  image.src = address
  return image
}

function uploadRow(file, options) {
  const progress = el("progress", { max: 1, value: 0, "aria-label": `Uploading ${file.name}` })
  const words = el("p", { class: "upload-row__words" }, "Waiting")
  const tools = el("div", { class: "upload-row__tools" })
  const main = el("div", { class: "upload-row__main" }, el("strong", { class: "upload-row__name" }, file.name), progress, words, tools)
  const row = el("li", { class: "upload-row" }, localThumb(file), main)
  const tell = (state, sentence, ...buttons) => {
    row.dataset.state = state
    progress.hidden = state !== "going"
    words.textContent = sentence
    tools.replaceChildren(...buttons)
  }
  const dismiss = el("button", { type: "button", class: "button", onclick: () => row.remove() }, "Dismiss")

  const send = async (anyway) => {
    tell("going", "Uploading")
    try {
      const found = await sendPicture(file, { anyway, onProgress: (share) => {
        if (share < 1) progress.value = share
        else progress.removeAttribute("value") // All of it is there; how long the looking takes nobody knows.
        words.textContent = share < 1 ? `${Math.round(share * 100)} % uploaded` : "Looking at the picture"
      } })
      if (found.duplicate) return offerExisting(found)
      tell("added", "In the library.")
      options.onAdded(found.picture, main)
      return "added"
    } catch (problem) {
      tell("refused", problem.message, dismiss)
      return "refused"
    }
  }
  const offerExisting = ({ duplicate, error }) => {
    const anyway = el("button", { type: "button", class: "button", onclick: async () => { await send(true); options.onSettled() } }, "Upload it anyway")
    tell("duplicate", error, options.useExisting(duplicate), anyway, dismiss)
    return "duplicate"
  }
  tell("going", "Waiting")
  return { row, send: () => send(false) }
}

const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`

function summary(rows) {
  const states = rows.map((row) => row.dataset.state)
  const of = (state) => states.filter((one) => one === state).length
  const parts = []
  if (of("added")) parts.push(counted(of("added"), "picture added", "pictures added"))
  if (of("going")) parts.push(`${of("going")} on the way`)
  if (of("duplicate")) parts.push(`${of("duplicate")} there already`)
  if (of("refused")) parts.push(`${of("refused")} refused`)
  return parts.length ? `${parts.join(", ")}.` : ""
}

/**
 * The list of uploads under way. `onAdded(picture, place)` hears of each picture that is in;
 * `useExisting(picture)` gives the button or link that leads to the picture made of the same file.
 */
export function uploadTray({ onAdded, useExisting = openExisting }) {
  const list = el("ul", { class: "upload-rows" })
  const status = el("p", { class: "upload-status", role: "status" })
  const done = el("button", { type: "button", class: "button", hidden: true, onclick: () => { list.replaceChildren(); element.hidden = true } }, "Done")
  const element = el("div", { class: "upload-tray", hidden: true }, el("div", { class: "upload-tray__head" }, status, done), list)
  const onSettled = () => {
    const rows = [...list.children]
    status.textContent = summary(rows)
    done.hidden = rows.some((row) => row.dataset.state === "going")
  }
  const queue = []
  let going = 0
  const next = async () => {
    if (going >= AT_ONCE || !queue.length) return
    going += 1
    await queue.shift().send()
    going -= 1
    onSettled()
    next()
  }
  const add = (files) => {
    element.hidden = false
    const entries = files.map((file) => uploadRow(file, { onAdded, useExisting, onSettled }))
    list.prepend(...entries.map(({ row }) => row))
    queue.push(...entries)
    onSettled()
    for (let turn = 0; turn < AT_ONCE; turn += 1) next()
  }
  return { element, add }
}

function openExisting(picture) {
  return el("a", { class: "button", href: picture.url }, "Open it", el("span", { class: "visually-hidden" }, `: ${nameOf(picture)}`))
}
