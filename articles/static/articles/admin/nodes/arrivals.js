// Pictures that came along with pasted text, or were pasted or dropped alone. None is linked from elsewhere and
// none vanishes: each waits in its place until it is brought into the library or left out. What still waits
// when the text is saved is kept as a line that begins with TK.

import { Extension, Node } from "django-prose-editor/editor"
import { ask, csrfToken, el } from "desk/dialog"
import { choosePicture, desk } from "desk/picker"
import { say } from "desk/writing"
import { blockView, button, FOLDED, insertBlock } from "desk/nodes/blocks"
import { pictureAttrs } from "desk/nodes/picture"

const TAKEN = /^data:image\/(?:png|jpeg|webp|gif);base64,/i
const LEAST_SIDE = 8  // smaller ones only count readers or make room

/** Pictures by a number: their data are too long to stand in the text. */
const waiting = new Map()
let counter = 0

function remember(arrival) {
  waiting.set(String(++counter), arrival)
  return String(counter)
}

/** An element that keeps the picture's place in pasted markup; null when there is nothing to keep. */
export function placeForPicture(image) {
  const source = image.getAttribute("src") ?? ""
  const sides = ["width", "height"].map((name) => Number.parseInt(image.getAttribute(name), 10)).filter(Boolean)
  if (sides.some((side) => side < LEAST_SIDE)) return null
  const alt = (image.getAttribute("alt") ?? "").trim()
  const caption = (image.closest("figure")?.querySelector("figcaption")?.textContent ?? "").trim()
  const address = /^https?:\/\//i.test(source) ? source : ""
  const file = TAKEN.test(source) ? source : ""
  return el("div", { "data-arriving": remember({ address, file, alt, caption }) }, "Picture")
}

export function announceArrivals(editor, count) {
  const [what, it] = count === 1 ? ["One picture waits", "it"] : [`${count} pictures wait`, "each"]
  say(editor, `${what} in the text: bring ${it} into the library, or leave ${it} out.`)
}

/** Picture files in the clipboard or dropped; false when there are none, or text comes with them. */
export function takeFiles(editor, transfer) {
  const files = [...(transfer?.files ?? [])].filter(({ type }) => type.startsWith("image/"))
  if (!files.length || transfer.types.includes("text/html") || transfer.types.includes("text/plain")) return false
  for (const file of files) {
    const id = remember({ address: "", file: URL.createObjectURL(file), blob: file, alt: "", caption: "" })
    insertBlock(editor, editor.schema.nodes.arriving.create({ id }))
  }
  announceArrivals(editor, files.length)
  return true
}

async function upload(arrival, words) {
  const blob = arrival.blob ?? await bytesOf(arrival.file)
  const form = new FormData()
  form.append("original", blob, blob.name ?? `pasted.${blob.type.split("/")[1].replace("jpeg", "jpg")}`)
  for (const [name, value] of Object.entries(words)) if (value) form.append(name, value === true ? "on" : value)
  const response = await fetch(desk().uploadUrl, { method: "POST", body: form, headers: { "X-CSRFToken": csrfToken() } })
  if (response.status === 413) throw new Error("This picture is larger than 25 MB. Save a smaller copy and upload that.")
  if (!(response.headers.get("content-type") ?? "").includes("json")) throw new Error("The server did not answer as it should. Are you still signed in?")
  const answer = await response.json()
  if (answer.duplicate) return answer.duplicate  // The library has the very file already.
  if (!response.ok) throw new Error(answer.error)
  return answer.picture
}

/** A data: address as a file; fetch() may not read it, says the page's policy. */
function bytesOf(address) {
  const [head, encoded] = address.split(",")
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.codePointAt(0))
  return new Blob([bytes], { type: /data:([^;]+)/.exec(head)[1] })
}

function settle(editor, getPos, picture, caption) {
  const { tr, doc, schema } = editor.state
  const pos = getPos()
  const node = doc.nodeAt(pos)
  tr.replaceWith(pos, pos + node.nodeSize, schema.nodes.picture.create(picture, caption ? schema.text(caption) : null))
  editor.view.dispatch(tr)
  editor.view.focus()
}

async function bringIn(editor, getPos, arrival) {
  const words = await ask({
    title: "Bring the picture into the library",
    fields: [
      { name: "alt", label: "Alt text", value: arrival.alt, maxlength: 500, rows: 2, help: "What the picture shows, for people who do not see it." },
      { name: "credit", label: "Credit", maxlength: 200, help: "Who made it or owns it. Needed before it goes live." },
    ],
    submit: "Upload",
  })
  if (!words) return
  say(editor, "The picture is being uploaded…")
  try {
    const picture = await upload(arrival, words)
    settle(editor, getPos, { image: picture.uid }, arrival.caption)
    say(editor, "The picture is in the library, and in the text.")
  } catch (problem) {
    say(editor, problem.message)
  }
}

function draw({ id }, { editor, getPos, remove }) {
  const arrival = waiting.get(id) ?? { address: "", file: "", alt: "", caption: "" }
  const choose = async () => {
    const picture = await choosePicture()
    if (picture) settle(editor, getPos, await pictureAttrs(picture), arrival.caption)
  }
  const words = [arrival.alt, arrival.caption].filter(Boolean).join(" · ")
  const parts = [el("strong", {}, "A picture came along"), ...(words ? [el("p", { class: "desk-block__words" }, words)] : [])]
  const tools = [button("Choose from the library", choose), button("Leave it out", remove)]
  if (arrival.file) {
    parts.push(el("img", { src: arrival.file, alt: "" }))
    tools.unshift(button("Bring it into the library", () => bringIn(editor, getPos, arrival)))
  } else if (arrival.address) {
    parts.push(el("p", { class: "desk-block__words" }, "It stands on another site: ",
      el("a", { href: arrival.address, target: "_blank", rel: "noopener noreferrer" }, arrival.address),
      ". If you may use it, save it from there, then choose and upload it here."))
  } else parts.push(el("p", { class: "desk-block__words" }, "It stayed behind on the computer it was copied from. Upload it from there."))
  return [...parts, el("div", { class: "desk-block__tools" }, ...tools)]
}

/** What is written for a picture that still waits. */
function asText({ attrs }) {
  const { address = "", alt = "" } = waiting.get(attrs.id) ?? {}
  const words = `TK picture${alt ? `: ${alt}` : ""}`
  return address ? ["p", `${words} `, ["a", { href: address }, address]] : ["p", words]
}

export const Arrivals = Extension.create({
  name: "arrivals",
  addExtensions: () => [Node.create({
    name: "arriving",
    group: FOLDED,
    atom: true,
    addAttributes: () => ({ id: { default: null, parseHTML: (place) => place.dataset.arriving, renderHTML: () => ({}) } }),
    parseHTML: () => [{ tag: "div[data-arriving]" }],
    renderHTML: ({ node }) => asText(node),
    addNodeView: () => blockView("arriving", "A picture came along", draw),
  })],
})
