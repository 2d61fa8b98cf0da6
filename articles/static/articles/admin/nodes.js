// The blocks of a body beyond plain text: picture, video, recommended slot, editor's note.
// What is stored is the vocabulary of articles/body/vocabulary.py, byte for byte; every block has a
// child, because a body of one childless block would be saved as empty.

import { mergeAttributes, Node } from "django-prose-editor/editor"
import { ask, el } from "desk/dialog"
import { choosePicture, pictureOf } from "desk/picker"
import { chooseArticles } from "desk/articles"
import { say } from "desk/writing"

/** An attribute kept as data-…; null or empty means it is not there. */
const data = (name) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(name) || null,
  renderHTML: () => ({}),
})

const kept = (pairs) => Object.fromEntries(Object.entries(pairs).filter(([, value]) => value))

const button = (label, act) => el("button", { type: "button", class: "desk-block__button", onclick: act }, label)

function changeNode(editor, getPos, attrs) {
  const { tr, doc } = editor.state
  const node = doc.nodeAt(getPos())
  editor.view.dispatch(tr.setNodeMarkup(getPos(), undefined, { ...node.attrs, ...attrs }))
  editor.view.focus()
}

function removeNode(editor, getPos, node) {
  editor.chain().focus().deleteRange({ from: getPos(), to: getPos() + node.nodeSize }).run()
}

/** Puts a block after the one the cursor is in, and the cursor into a paragraph after it. */
function insertBlock(editor, node) {
  const { $to } = editor.state.selection
  const after = $to.depth ? $to.after(1) : $to.pos
  const isAtEnd = after >= editor.state.doc.content.size
  const isInEmpty = $to.depth === 1 && $to.parent.isTextblock && !$to.parent.content.size
  const range = isInEmpty ? { from: $to.before(1), to: after } : { from: after, to: after }
  editor.chain().insertContentAt(range, isAtEnd ? [node, { type: "paragraph" }] : [node], { updateSelection: true }).run()
  if (isAtEnd) editor.commands.focus("end")
  else editor.commands.focus()
}

/** Clicks on a block's own buttons are not the editor's business. */
const isOwnEvent = (event) => event.target instanceof Element && !!event.target.closest(".desk-block__button, a")

// --- Picture

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

async function addPicture(editor) {
  const picture = await choosePicture()
  if (!picture) return editor.commands.focus()
  let attrs = { image: picture.uid, alt: null, isDecorative: null }
  if (!picture.alt && !picture.isDecorative) attrs = { ...attrs, ...(await askAlt(attrs, picture)) }
  insertBlock(editor, { type: "picture", attrs })
}

function pictureView({ node, editor, getPos }) {
  const image = el("img", { alt: "" })
  const words = el("p", { class: "desk-block__words" })
  const caption = el("figcaption", { class: "desk-block__caption" })
  let attrs = node.attrs
  let shown = null
  const tools = el("div", { class: "desk-block__tools" },
    button("Alt text", async () => { const given = await askAlt(attrs, shown); if (given) changeNode(editor, getPos, given) }),
    button("Change picture", async () => { const picture = await choosePicture(); if (picture) changeNode(editor, getPos, { image: picture.uid }) }),
    button("Remove", () => removeNode(editor, getPos, editor.state.doc.nodeAt(getPos()))))
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
    // Our own changes (placeholder, classes, the frame) are not typing: read as such they would never end.
    ignoreMutation: (mutation) => mutation.type === "attributes" || (mutation.type !== "selection" && !caption.contains(mutation.target)),
    update(next) {
      if (next.type.name !== "picture") return false
      attrs = next.attrs
      mark(next)
      draw()
      return true
    },
  }
}

export const Picture = Node.create({
  name: "picture",
  group: "block",
  content: "text*",
  draggable: true,
  isolating: true,
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
  addKeyboardShortcuts() {
    return {
      // In a caption Enter goes on below the picture: it must not split the picture in two.
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection
        if ($from.parent.type.name !== this.name) return false
        return editor.chain().insertContentAt($from.after(), { type: "paragraph" }).setTextSelection($from.after() + 1).run()
      },
    }
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({ name: "insertPicture", groups: "insert", priority: 140, button: buttons.material("image", "Picture"), command: addPicture })
  },
})

// --- Video

const YOUTUBE = /^(?:www\.|m\.|music\.)?(?:youtube\.com|youtube-nocookie\.com|youtu\.be)$/
const VIMEO = /^(?:www\.|player\.)?vimeo\.com$/

function parseAddress(text) {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

function refuseVideo(text) {
  if (!text) return "Paste the address of the video's page."
  const url = parseAddress(text)
  if (!url || !url.hostname.includes(".")) return "This is not an address. Copy it from the address bar of the video's page."
  if (url.protocol !== "https:") return "The address of a video begins with https://."
  return ""
}

function videoKind(text) {
  const url = parseAddress(text)
  if (refuseVideo(text)) return ""
  if (YOUTUBE.test(url.hostname)) return "YouTube: plays on the page after a click."
  if (VIMEO.test(url.hostname)) return "Vimeo: plays on the page after a click."
  return "Not a player we know: readers get a picture that links to this page."
}

async function askVideo(attrs) {
  let image = attrs.image
  const words = el("span", {}, image ? "A picture is chosen." : "No picture chosen.")
  const poster = el("p", { class: "desk-dialog__row" },
    el("button", { type: "button", class: "button", onclick: async () => {
      const picture = await choosePicture()
      if (picture) { image = picture.uid; words.textContent = `Picture: ${picture.alt || picture.name}` }
    } }, "Choose a picture"), " ", words)
  const answer = await ask({
    title: "Video",
    fields: [
      { name: "url", label: "Address", value: attrs.url, placeholder: "https://www.youtube.com/watch?v=…", help: "YouTube and Vimeo play on the page. Any other page is linked." },
      { name: "title", label: "Title", value: attrs.title, maxlength: 200, help: "What the video shows. Optional." },
    ],
    extra: [poster],
    submit: attrs.url ? "Change" : "Add",
    check: ({ url }) => refuseVideo(url),
    watch: ({ url }) => videoKind(url),
  })
  return answer && { url: parseAddress(answer.url).href, title: answer.title || null, image }
}

async function addVideo(editor) {
  const attrs = await askVideo({ url: null, title: null, image: null })
  if (attrs) insertBlock(editor, { type: "video", attrs })
  else editor.commands.focus()
}

/** A block without text of its own: a frame with words and buttons, redrawn when it changes. */
function blockView(name, label, draw) {
  return ({ node, editor, getPos }) => {
    const dom = el("div", { class: `desk-block desk-block--${name}`, "aria-label": label, contenteditable: "false" })
    const redraw = (current) => dom.replaceChildren(...draw(current.attrs, {
      change: (attrs) => changeNode(editor, getPos, attrs),
      remove: () => removeNode(editor, getPos, editor.state.doc.nodeAt(getPos())),
    }))
    redraw(node)
    return {
      dom,
      stopEvent: isOwnEvent,
      ignoreMutation: () => true,
      update(next) {
        if (next.type.name !== node.type.name) return false
        redraw(next)
        return true
      },
    }
  }
}

function drawVideo(attrs, { change, remove }) {
  const image = el("img", { alt: "", hidden: true })
  if (attrs.image) pictureOf(attrs.image).then((picture) => { if (picture?.preview) { image.src = picture.preview; image.hidden = false } })
  return [
    el("strong", {}, attrs.title || "Video"), image,
    el("p", { class: "desk-block__words" }, attrs.url, el("br"), videoKind(attrs.url) || "This address does not work: change it."),
    el("div", { class: "desk-block__tools" },
      button("Change", async () => { const given = await askVideo(attrs); if (given) change(given) }),
      button("Remove", remove)),
  ]
}

export const Video = Node.create({
  name: "video",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({ url: data("data-url"), title: data("data-title"), image: data("data-image") }),
  parseHTML: () => [{ tag: "div.video[data-url]" }],
  renderHTML: ({ node: { attrs } }) => [
    "div",
    { class: "video", ...kept({ "data-url": attrs.url, "data-title": attrs.title, "data-image": attrs.image }) },
    ["a", { href: attrs.url }, attrs.title || attrs.url || "Video"],
  ],
  addNodeView: () => blockView("video", "Video", drawVideo),
  addMenuItems({ menu, buttons }) {
    menu.defineItem({ name: "insertVideo", groups: "insert", priority: 130, button: buttons.material("smart_display", "Video"), command: addVideo })
  },
})

// --- Recommended slot

function drawRecommended(attrs, { change, remove }) {
  const uids = (attrs.articles ?? "").split(",").filter(Boolean)
  const words = uids.length
    ? `${uids.length} chosen by hand.`
    : "Fills itself with the newest articles that have a video; gone while there are none."
  return [
    el("strong", {}, "Recommended videos"),
    el("p", { class: "desk-block__words" }, words),
    el("div", { class: "desk-block__tools" },
      button("Choose by hand", async () => { const given = await chooseArticles(uids); if (given) change({ articles: given.join(",") || null }) }),
      button("Let it fill itself", () => change({ articles: null })),
      button("Remove", remove)),
  ]
}

export const Recommended = Node.create({
  name: "recommended",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({ kind: { ...data("data-kind"), default: "videos" }, articles: data("data-articles") }),
  parseHTML: () => [{ tag: "div.recommended[data-kind]" }],
  renderHTML: ({ node: { attrs } }) => [
    "div",
    { class: "recommended", ...kept({ "data-kind": attrs.kind, "data-articles": attrs.articles }) },
    "Recommended videos",
  ],
  addNodeView: () => blockView("recommended", "Recommended videos", drawRecommended),
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "insertRecommended", groups: "insert", priority: 120, button: buttons.material("video_library", "Recommended videos"),
      command(editor) {
        insertBlock(editor, { type: "recommended", attrs: { kind: "videos" } })
        say(editor, "Readers see up to a handful of other articles with a video here.")
      },
    })
  },
})

// --- Editor's note

export const EditorsNote = Node.create({
  name: "editorsNote",
  group: "block",
  content: "block+",
  defining: true,
  parseHTML: () => [{ tag: "aside.editors-note" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", mergeAttributes({ class: "editors-note" }, HTMLAttributes), 0],
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "editorsNote", groups: "insert", priority: 110, button: buttons.material("sticky_note_2", "Editor's note"),
      active: (editor) => editor.isActive("editorsNote"),
      command: (editor) => editor.chain().focus().toggleWrap("editorsNote").run(),
    })
  },
})
