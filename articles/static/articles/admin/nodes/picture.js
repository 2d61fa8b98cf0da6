// Pictures from the library, alone or in a gallery, with their own alt text and caption here.

import { Extension, Node } from "django-prose-editor/editor"
import { ask, el, openDialog } from "desk/dialog"
import { choosePicture, pictureOf } from "desk/picker"
import { asked, button, changeNode, data, FOLDED, frameView, ignoresOutside, insertBlock, isOwnEvent, kept, moveAt, removeAt, SIMPLE } from "desk/nodes/blocks"

export const GALLERY_LEAST = 2
export const GALLERY_MOST = 40

// --- Words about a picture

function altWords(attrs, picture) {
  if (attrs.isDecorative) return "Decorative here: screen readers pass it by."
  if (attrs.alt) return `Alt text here: ${attrs.alt}`
  if (!picture) return "Alt text: from the library."
  if (picture.alt) return `Alt text from the library: ${picture.alt}`
  return picture.isDecorative ? "Decorative, says the library." : "No alt text yet: say what the picture shows."
}

async function askAlt(attrs, picture) {
  const answer = await ask({
    title: "What people hear who do not see the picture",
    fields: [
      { name: "alt", label: "Alt text here", value: attrs.alt ?? "", maxlength: 500, rows: 3,
        help: picture?.alt ? `Empty: the library's, “${picture.alt}”.` : "What the picture shows, in one sentence." },
      { name: "isDecorative", type: "checkbox", label: "Decorative here: screen readers pass it by", value: attrs.isDecorative },
    ],
    submit: "Keep",
  })
  return answer && { alt: answer.isDecorative ? null : answer.alt || null, isDecorative: answer.isDecorative || null }
}

export async function addPicture(editor) {
  const picture = await asked(editor, choosePicture())
  if (!picture) return editor.commands.focus()
  insertBlock(editor, editor.schema.nodes.picture.create(await asked(editor, pictureAttrs(picture))))
}

/** What is stored of a picture just chosen; where the library has no alt text, it is asked for. */
export async function pictureAttrs(picture) {
  const attrs = { image: picture.uid, alt: null, isDecorative: null }
  return picture.alt || picture.isDecorative ? attrs : { ...attrs, ...(await askAlt(attrs, picture)) }
}

// --- One picture

function pictureTools(editor, getPos, shown) {
  const tools = [
    button("Alt text", async () => { const given = await askAlt(editor.state.doc.nodeAt(getPos()).attrs, shown()); if (given) changeNode(editor, getPos, given) }),
    button("Change picture", async () => { const picture = await choosePicture(); if (picture) changeNode(editor, getPos, { image: picture.uid }) }),
    button("Remove", () => removeAt(editor, getPos())),
  ]
  if (editor.state.doc.resolve(getPos()).parent.type.name !== "gallery") return tools
  const mark = (label, step, words) => button(label, () => moveAt(editor, getPos(), step), { "aria-label": words, title: words })
  return [mark("←", -1, "Earlier in the gallery"), mark("→", 1, "Later in the gallery"), ...tools]
}

function pictureView({ node, editor, getPos }) {
  const image = el("img", { alt: "", hidden: true })
  const words = el("p", { class: "desk-block__words" })
  const caption = el("figcaption", { class: "desk-block__caption" })
  let attrs = node.attrs
  let shown = null
  const tools = el("div", { class: "desk-block__tools" }, ...pictureTools(editor, getPos, () => shown))
  const frame = el("div", { contenteditable: "false", class: "desk-block__frame" }, image, words, tools)
  const dom = el("figure", { class: "desk-block desk-block--picture", "aria-label": "Picture" }, frame, caption)

  const draw = async () => {
    const wanted = attrs.image
    words.textContent = altWords(attrs, shown)
    const picture = await pictureOf(wanted)
    if (wanted !== attrs.image) return
    shown = picture
    image.hidden = !picture?.preview
    if (picture?.preview) image.src = picture.preview
    words.textContent = picture ? altWords(attrs, picture) : "This picture is not in the library any more."
    caption.dataset.placeholder = picture?.caption ? `The library's caption: ${picture.caption}` : "Caption"
  }
  const mark = (current) => caption.classList.toggle("is-empty", !current.content.size)
  draw()
  mark(node)
  return {
    dom,
    contentDOM: caption,
    stopEvent: isOwnEvent,
    ignoreMutation: ignoresOutside(caption),
    update(next) {
      if (next.type.name !== "picture") return false
      if (next.attrs.image !== attrs.image) shown = null
      attrs = next.attrs
      mark(next)
      draw()
      return true
    },
  }
}

export const Picture = Node.create({
  name: "picture",
  group: SIMPLE,
  content: "inline*",
  draggable: true,
  isolating: true,
  extendNodeSchema: ({ name }) => (name === "picture" ? { isField: true, onEnter: "after" } : {}),
  addAttributes: () => ({ image: data("data-image"), alt: data("data-alt"), isDecorative: data("data-decorative") }),
  parseHTML: () => [{
    tag: "figure.picture[data-image]",
    contentElement: (figure) => figure.querySelector("figcaption") ?? document.createElement("figcaption"),
  }],
  renderHTML: ({ node: { attrs } }) => [
    "figure",
    { class: "picture", ...kept({ "data-image": attrs.image, "data-alt": attrs.alt, "data-decorative": attrs.isDecorative && "true" }) },
    ["figcaption", 0],
  ],
  addNodeView: () => pictureView,
})

// --- Gallery

function galleryRow(entry, list, redraw) {
  const image = el("img", { alt: "", width: 72, height: 72, class: "desk-thumb" })
  const name = el("span", { class: "desk-gallery__name" }, "Picture")
  pictureOf(entry.image).then((picture) => {
    if (picture?.thumb) image.src = picture.thumb
    name.textContent = picture ? picture.alt || picture.name : "Not in the library any more"
  })
  const at = list.indexOf(entry)
  const move = (step) => { list.splice(at, 1); list.splice(at + step, 0, entry); redraw(at + step, step < 0 ? "up" : "down") }
  const mark = (kind, label, act, isOff) => button(label, act, {
    "data-kind": kind, "aria-label": `${{ up: "Move up", down: "Move down", remove: "Remove" }[kind]}: picture ${at + 1}`, disabled: isOff,
  })
  return el("li", {}, image, name,
    mark("up", "↑", () => move(-1), at === 0),
    mark("down", "↓", () => move(1), at === list.length - 1),
    mark("remove", "×", () => { list.splice(at, 1); redraw(Math.min(at, list.length - 1), "remove") }, false))
}

/** Resolves to the pictures of a gallery in their order (with the caption each one has), or null. */
function arrangePictures(entries) {
  return new Promise((resolve) => {
    const list = [...entries]
    let answer = null
    const dialog = openDialog("Pictures of the gallery", { className: "desk-gallery", onClose: () => resolve(answer) })
    const rows = el("ol", { class: "desk-gallery__rows", "aria-label": "Pictures, in the order readers see them" })
    const status = el("p", { class: "desk-dialog__hint", role: "status" })
    const error = el("p", { class: "desk-dialog__error", role: "alert" })
    const add = el("button", { type: "button", class: "button" }, "Add a picture")
    const redraw = (focusAt = -1, kind = "") => {
      rows.replaceChildren(...list.map((entry) => galleryRow(entry, list, redraw)))
      status.textContent = `${list.length} of at most ${GALLERY_MOST} pictures.`
      add.disabled = list.length >= GALLERY_MOST
      error.textContent = ""
      const next = rows.children[focusAt]?.querySelector(`[data-kind="${kind}"]:not(:disabled)`) ?? rows.children[focusAt]?.querySelector("button:not(:disabled)")
      if (kind) (next ?? add).focus()
    }
    add.addEventListener("click", async () => {
      const picture = await choosePicture()
      if (picture) list.push({ ...(await pictureAttrs(picture)), content: null })
      redraw()
      add.focus()
    })
    const keep = () => {
      if (list.length < GALLERY_LEAST) { error.textContent = `A gallery has at least ${GALLERY_LEAST} pictures: add another one.`; return }
      answer = list
      dialog.close()
    }
    dialog.append(rows, status, add, error, el("div", { class: "desk-dialog__buttons" },
      el("button", { type: "button", class: "button default", onclick: keep }, "Keep"),
      el("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel")))
    redraw()
    add.focus()
  })
}

const asNodes = (editor, list) =>
  list.map(({ content, ...attrs }) => editor.schema.nodes.picture.create(attrs, content))

export async function addGallery(editor) {
  const list = await asked(editor, arrangePictures([]))
  if (!list) return editor.commands.focus()
  insertBlock(editor, editor.schema.nodes.gallery.create(null, asNodes(editor, list)))
}

async function changeGallery(editor, getPos) {
  const entries = []
  editor.state.doc.nodeAt(getPos()).forEach((node) => entries.push({ ...node.attrs, content: node.content }))
  const list = await arrangePictures(entries)
  if (!list) return
  const pos = getPos()
  const { tr, doc, schema } = editor.state
  tr.replaceWith(pos, pos + doc.nodeAt(pos).nodeSize, schema.nodes.gallery.create(null, asNodes(editor, list)))
  editor.view.dispatch(tr)
  editor.view.focus()
}

export const Gallery = Node.create({
  name: "gallery",
  group: FOLDED,
  content: "picture+",
  isolating: true,
  parseHTML: () => [{ tag: "div.gallery" }],
  renderHTML: () => ["div", { class: "gallery" }, 0],
  addNodeView: () => frameView("gallery", "Gallery", {
    words: ({ childCount }) => (childCount < GALLERY_LEAST ? "one picture: readers see it alone" : `${childCount} pictures`),
    tools: (_, { editor, getPos }) => [button("Add, order, remove", () => changeGallery(editor, getPos))],
  }),
})

export const Pictures = Extension.create({ name: "pictures", addExtensions: () => [Picture, Gallery] })
