// A work in the text: its facts, cast, trailer or release dates, filled in by the server for readers, and shown here
// as they will see it. The block keeps only what differs in this article.

import { Extension, Node, pm } from "django-prose-editor/editor"
import { el } from "desk/dialog"
import { pictureOf } from "desk/picker"
import { mainWork, onReturn, toldOf } from "desk/works"
import { asked, blockView, button, data, FOLDED, insertBlock, kept } from "desk/nodes/blocks"
import { askWorkBlock } from "desk/nodes/work-dialog"
import { isLeftOut, overridesOf, rowsOf, SHOWN } from "desk/nodes/work-rows"

const { DOMSerializer } = pm.model

const EMPTY = {
  facts: "Nothing to show yet: the work has no facts. Readers see nothing here until it has some.",
  cast: "Nothing to show yet: the work has no cast. Readers see nothing here until it has one.",
  trailer: "Nothing to show yet: the work has no trailer. Readers see nothing here until it has one.",
  releases: "Nothing to show yet: the work has no release dates. Readers see nothing here until it has some.",
}
const GONE = "This work is not there any more: readers see nothing here. Choose another one, or remove the block."
const UNKNOWN = "What the work says could not be loaded. It is shown again when you come back to this window."

// --- As readers will see it

const sentence = (words) => el("p", { class: "desk-block__words desk-work__empty" }, words)

function filled(told, node) {
  const { show } = node.attrs
  if (told.isGone) return [sentence(GONE)]
  if (told.isUnknown) return [sentence(UNKNOWN)]
  if (show === "trailer") return told.trailer ? trailer(told.trailer, node.attrs) : [sentence(EMPTY.trailer)]
  const rows = rowsOf(told, show, overridesOf(node))
  if (!rows.some((row) => !isLeftOut(row) && !(row.isExtra && show === "cast"))) return [...list(rows, node), sentence(rows.length ? "Everything is left out here: readers see nothing." : EMPTY[show])]
  return list(rows, node)
}

function title(told, { attrs }) {
  const own = { facts: told.name, releases: SHOWN.releases, trailer: told.trailer?.title }
  return attrs.title || own[attrs.show] || SHOWN[attrs.show]
}

function list(rows, node) {
  const serializer = DOMSerializer.fromSchema(node.type.schema)
  let group = ""
  const drawn = rows.flatMap((row) => {
    const head = row.group !== group && row.group ? [el("p", { class: "desk-work__group" }, row.group)] : []
    group = row.group
    return [...head, drawRow(row, node.attrs.show, serializer)]
  })
  return [el("div", { class: `desk-work__rows desk-work__rows--${node.attrs.show}` }, ...drawn)]
}

function drawRow(row, show, serializer) {
  const isLost = row.isExtra && show === "cast"
  const state = isLeftOut(row) ? "is-left-out" : row.override ? "is-own" : ""
  const value = row.override && state === "is-own" ? serializer.serializeFragment(row.override.value.content) : row.value
  return el("div", { class: `desk-work__row ${isLost ? "is-left-out" : state}` },
    el("span", { class: "desk-work__label" }, row.label), el("span", { class: "desk-work__value" }, value),
    ...marks(row, { isLost, isOut: state === "is-left-out" }))
}

function marks({ override, value, isExtra }, { isLost, isOut }) {
  if (!override) return []
  const words = isLost ? "not in the cast" : isOut ? "left out here" : "only here"
  const own = value && !isOut ? [el("span", { class: "desk-work__said" }, `the work says: ${value}`)] : []
  return [el("span", { class: "desk-work__mark" }, isExtra && !isLost && !isOut ? "added here" : words), ...own]
}

function trailer(told, attrs) {
  const uid = attrs.image || told.image
  const image = el("img", { alt: "", hidden: true, "data-picture": uid || null })
  if (uid) pictureOf(uid).then((picture) => { if (picture?.preview) { image.src = picture.preview; image.hidden = false } })
  const own = [attrs.title && "title", attrs.image && "picture"].filter(Boolean)
  return [image, el("p", { class: "desk-block__words" }, told.url),
    ...(own.length ? [el("p", {}, el("span", { class: "desk-work__mark" }, `${own.join(" and ")} only here`))] : [])]
}

// --- The block

/** What is on the screen, to be filled again when the editor comes back from changing a work. */
const onScreen = new Map()
onReturn(() => {
  for (const [place, fill] of onScreen) if (place.isConnected) fill()
    else onScreen.delete(place)
})

function drawWork(attrs, { node, editor, getPos, remove }) {
  const name = el("strong", {}, SHOWN[attrs.show])
  const place = el("div", { class: "desk-work__filled", "aria-busy": "true" }, sentence("…"))
  const link = el("a", { target: "_blank", hidden: true }, "Open the work")
  const fill = async () => {
    const told = await toldOf(attrs.work)
    name.textContent = told.name ? title(told, node) : SHOWN[attrs.show]
    place.replaceChildren(...filled(told, node))
    place.removeAttribute("aria-busy")
    link.hidden = !told.change_url
    if (told.change_url) link.href = told.change_url
  }
  onScreen.set(place, fill)
  fill()
  return [
    el("p", { class: "desk-work__head" }, name, el("span", { class: "desk-work__kind" }, `${SHOWN[attrs.show]}, fills itself`)),
    place,
    el("div", { class: "desk-block__tools" },
      button("Change", () => changeWork(editor, getPos)), button("Remove", remove), link),
  ]
}

async function changeWork(editor, getPos) {
  const before = editor.state.doc.nodeAt(getPos())
  const given = await asked(editor, askWorkBlock(before.attrs, overridesOf(before)))
  const after = given && asNode(editor, given)
  if (!after || after.eq(before)) return
  const pos = getPos()
  editor.view.dispatch(editor.state.tr.replaceWith(pos, pos + before.nodeSize, after))
}

/** `rows` are pairs of what is typed, or of nodes that stay as they are. */
function asNode(editor, { rows, ...attrs }) {
  const { nodes } = editor.schema
  const cell = (type, given) => (typeof given === "string" ? type.create(null, given ? editor.schema.text(given) : null) : given)
  const content = rows.map(([term, value]) => nodes.workRow.create(null, [cell(nodes.workTerm, term), cell(nodes.workValue, value)]))
  return nodes.work.create(attrs, content)
}

export const addWork = (show) => async (editor) => {
  const question = mainWork().then((work) => askWorkBlock({ work: work?.uid ?? null, show, title: null, image: null }, [], { submit: "Insert" }))
  const given = await asked(editor, question)
  if (given) insertBlock(editor, asNode(editor, given))
  else editor.commands.focus()
}

const WorkTerm = Node.create({ name: "workTerm", content: "inline*", selectable: false, parseHTML: () => [{ tag: "div.work dt", priority: 90 }], renderHTML: () => ["dt", 0] })
const WorkValue = Node.create({ name: "workValue", content: "inline*", selectable: false, parseHTML: () => [{ tag: "div.work dd", priority: 90 }], renderHTML: () => ["dd", 0] })
const WorkRow = Node.create({ name: "workRow", content: "workTerm workValue", selectable: false, parseHTML: () => [{ tag: "div.work > dl > div", priority: 90 }], renderHTML: () => ["div", 0] })

/** An atom with content: the rows are changed in the dialog, never typed into. */
const Work = Node.create({
  name: "work",
  group: FOLDED,
  content: "workRow*",
  atom: true,
  isolating: true,
  draggable: true,
  addAttributes: () => ({
    work: data("data-work"),
    show: { default: "facts", parseHTML: ({ dataset }) => (dataset.show in SHOWN ? dataset.show : "facts"), renderHTML: () => ({}) },
    title: data("data-title"),
    image: data("data-image"),
  }),
  parseHTML: () => [{
    tag: "div.work[data-work]", priority: 70,
    contentElement: (block) => block.querySelector(":scope > dl") ?? document.createElement("dl"),
  }],
  renderHTML: ({ node: { attrs, childCount } }) => [
    "div",
    { class: "work", ...kept({ "data-work": attrs.work, "data-show": attrs.show, "data-title": attrs.title, "data-image": attrs.image }) },
    SHOWN[attrs.show],
    ...(childCount ? [["dl", 0]] : []),
  ],
  addNodeView: () => blockView("work", "Work", drawWork),
})

export const Works = Extension.create({ name: "works", addExtensions: () => [WorkTerm, WorkValue, WorkRow, Work] })
