// Cast list and fact box: rows of short fields under a title. Tab goes on, Enter makes a row, Alt+arrows move it.

import { Extension, Node, pm } from "django-prose-editor/editor"
import { el } from "desk/dialog"
import { button, FOLDED, frameView, ignoresOutside, insertBlock, isOwnEvent, moveAt, removeAt } from "desk/nodes/blocks"
import { field, moveCursor } from "desk/nodes/fields"

const { TextSelection } = pm.state

export const FACTS = ["Release date", "Director", "Running time", "Where to watch", "Rating"]

/** The title is a line of its own here, and an attribute in the markup: serialise.js moves it there. */
const BoxTitle = field("boxTitle", {
  placeholder: "Title of the box (optional)", parse: ["div[data-box-title]"], shape: ["div", { "data-box-title": "" }, 0],
  content: "text*", marks: "", onEnter: "next",
})

/** The list's own element with its title as the first child. */
function titled(owner, list) {
  if (!list.querySelector(":scope > [data-box-title]")) list.prepend(el("div", { "data-box-title": "" }, owner.getAttribute("data-title") ?? ""))
  return list
}

const cell = (name, placeholder, tags, shape, onEnter) => field(name, { placeholder, parse: tags, shape, onEnter })

const CastPerson = cell("castPerson", "Person", ["dl.cast dt"], ["dt", 0], "row")
const CastNote = cell("castNote", "Note", ["dl.cast dd.note"], ["dd", { class: "note" }, 0], "row")
const CastRole = cell("castRole", "Role", ["dl.cast dd:not(.note)"], ["dd", 0], "row")
const FactLabel = cell("factLabel", "Label", ["aside.factbox dt"], ["dt", 0], "nextThenRow")
const FactValue = cell("factValue", "Value", ["aside.factbox dd"], ["dd", 0], "row")

function rowView(name) {
  return ({ editor, getPos }) => {
    const mark = (label, act, words) => button(label, act, { "aria-label": words, title: words })
    const tools = el("div", { class: "desk-block__tools desk-row__tools", contenteditable: "false" },
      mark("↑", () => moveAt(editor, getPos(), -1), "Move this row up"),
      mark("↓", () => moveAt(editor, getPos(), 1), "Move this row down"),
      mark("×", () => removeRow(editor, getPos()), "Remove this row"))
    const contentDOM = el("div", { class: "desk-row__cells" })
    const dom = el("div", { class: `desk-row desk-row--${name}` }, contentDOM, tools)
    return { dom, contentDOM, stopEvent: isOwnEvent, ignoreMutation: ignoresOutside(contentDOM) }
  }
}

/** The last row takes its box along. */
function removeRow(editor, pos) {
  const $pos = editor.state.doc.resolve(pos)
  removeAt(editor, $pos.parent.childCount > 2 ? pos : $pos.before())
}

const row = (name, content, tag) => Node.create({
  name,
  content,
  selectable: false,
  parseHTML: () => [{ tag, priority: 80 }],
  renderHTML: () => ["div", 0],
  addNodeView: () => rowView(name),
})

const CastRow = row("castRow", "castPerson castRole castNote", "dl.cast > div:not([data-box-title])")
const FactRow = row("factRow", "factLabel factValue", "aside.factbox > dl > div:not([data-box-title])")

/** A row more at the end, with words in its first field or none; the cursor into its first empty field. */
function addRow(editor, pos, rowName, words = "") {
  const { tr, schema } = editor.state
  const list = editor.state.doc.nodeAt(pos)
  const at = pos + list.nodeSize - 1
  const first = schema.nodes[rowName].contentMatch.defaultType
  const fresh = schema.nodes[rowName].createAndFill(null, words ? first.create(null, schema.text(words)) : null)
  tr.insert(at, fresh)
  const cursor = at + 2 + (words ? words.length + 2 : 0)
  editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, cursor)).scrollIntoView())
  editor.view.focus()
}

function missingFacts(node) {
  const there = new Set()
  node.forEach((child) => there.add(child.firstChild?.textContent.trim().toLowerCase()))
  return FACTS.filter((label) => !there.has(label.toLowerCase()))
}

const CastList = Node.create({
  name: "castList",
  group: FOLDED,
  content: "boxTitle castRow+",
  isolating: true,
  parseHTML: () => [{ tag: "dl.cast", contentElement: (list) => titled(list, list.cloneNode(true)) }],
  renderHTML: () => ["dl", { class: "cast" }, 0],
  addNodeView: () => frameView("cast", "Cast list", {
    tools: (_, { editor, getPos }) => [button("Add a person", () => addRow(editor, getPos(), "castRow"))],
  }),
})

const FactBox = Node.create({
  name: "factBox",
  group: FOLDED,
  content: "boxTitle factRow+",
  isolating: true,
  parseHTML: () => [{ tag: "aside.factbox", contentElement(box) {
    const copy = box.cloneNode(true)
    return titled(box, copy.querySelector("dl") ?? copy)
  } }],
  renderHTML: () => ["aside", { class: "factbox" }, ["dl", 0]],
  addNodeView: () => frameView("factbox", "Fact box", {
    tools: (node, { editor, getPos }) => [
      button("Add a row", () => addRow(editor, getPos(), "factRow")),
      ...missingFacts(node).map((label) => button(`+ ${label}`, () => addRow(editor, getPos(), "factRow", label))),
    ],
  }),
})

export function addCast(editor) {
  const { nodes } = editor.schema
  insertBlock(editor, nodes.castList.create(null, [nodes.boxTitle.create(), nodes.castRow.createAndFill()]), { isInto: true })
  moveCursor(editor, 1)  // The title can wait: the first person is what one came to write.
}

export function addFacts(editor) {
  const { nodes } = editor.schema
  const rows = FACTS.map((label) => nodes.factRow.create(null, [nodes.factLabel.create(null, editor.schema.text(label)), nodes.factValue.create()]))
  insertBlock(editor, nodes.factBox.create(null, [nodes.boxTitle.create(), ...rows]), { isInto: true })
}

export const Rows = Extension.create({
  name: "rows",
  addExtensions: () => [BoxTitle, CastPerson, CastRole, CastNote, FactLabel, FactValue, CastRow, FactRow, CastList, FactBox],
})
