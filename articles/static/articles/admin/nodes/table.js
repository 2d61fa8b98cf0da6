// Tables: a caption, a head, rows. Cells hold text with marks and line breaks, never blocks.

import { Extension, Node, pm, Table as BaseTable } from "django-prose-editor/editor"
import { ask, el } from "desk/dialog"
import { around, asked, button, FOLDED, frameView, insertBlock, removeAt } from "desk/nodes/blocks"
import { field } from "desk/nodes/fields"

const { TableMap, CellSelection } = pm.tables
const LARGEST = 30

const TableCaption = field("tableCaption", {
  placeholder: "Caption (optional)", parse: ["div.desk-caption"], shape: ["div", { class: "desk-caption" }, 0], onEnter: "next",
})

const isBlock = (element) => /^(?:P|DIV|H[1-6]|LI|UL|OL|BLOCKQUOTE|PRE|FIGURE|DL|DT|DD|SECTION)$/.test(element.tagName)

/** Blocks in a cell become lines of it. */
function flattenCell(cell) {
  for (const block of [...cell.querySelectorAll("*")].filter(isBlock)) {
    if (block.nextSibling && block.textContent.trim()) block.after(document.createElement("br"))
    block.replaceWith(...block.childNodes)
  }
}

/** A table as it is stored or pasted, taken apart: caption, then rows alone. */
function takeApart(table) {
  const copy = table.cloneNode(true)
  const caption = el("div", { class: "desk-caption" })
  for (const found of copy.querySelectorAll("caption")) caption.append(...found.childNodes)
  copy.querySelectorAll("td, th").forEach(flattenCell)
  const rows = el("table", { "data-rows": "" }, el("tbody", {}, ...copy.querySelectorAll("tr")))
  return el("div", {}, caption, ...(rows.querySelector("td, th") ? [rows] : []))
}

const span = (name) => ({
  default: 1,
  parseHTML: (cell) => Math.min(Math.max(Number.parseInt(cell.getAttribute(name), 10) || 1, 1), 20),
  renderHTML: (attrs) => (attrs[name] > 1 ? { [name]: attrs[name] } : {}),
})

const cell = (name, role, tag) => Node.create({
  name,
  content: "inline*",
  tableRole: role,
  isolating: true,
  extendNodeSchema: (extension) => (extension.name === name ? { isField: true, onEnter: "line" } : {}),
  addAttributes: () => ({ colspan: span("colspan"), rowspan: span("rowspan"), colwidth: { default: null, rendered: false, parseHTML: () => null } }),
  parseHTML: () => [{ tag }],
  renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
})

const Row = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)*",
  tableRole: "row",
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: () => ["tr", 0],
})

const Rows = BaseTable.extend({
  group: "rows",
  parseHTML: () => [{ tag: "table[data-rows]", priority: 80 }],
  renderHTML: () => ["table", { "data-rows": "" }, ["tbody", 0]],
  addNodeView: () => null,
  addKeyboardShortcuts() {
    const { editor } = this
    const removeWhenAllSelected = () => {
      const { selection } = editor.state
      if (!(selection instanceof CellSelection) || !selection.isRowSelection() || !selection.isColSelection()) return false
      removeAt(editor, around(selection.$anchorCell, "tableBlock").pos)
      return true
    }
    return {
      ...this.parent?.(),
      Backspace: removeWhenAllSelected, "Mod-Backspace": removeWhenAllSelected,
      Delete: removeWhenAllSelected, "Mod-Delete": removeWhenAllSelected,
    }
  },
})

// --- What can be done with a table

const isHeadRow = (row) => {
  let isHead = row.childCount > 0
  row.forEach((one) => { isHead &&= one.type.name === "tableHeader" })
  return isHead
}

const firstRow = (block) => block.lastChild.firstChild

function isHeadColumn(block) {
  let isHead = true
  block.lastChild.forEach((row, _offset, index) => { if (index || !isHeadRow(row)) isHead &&= row.firstChild?.type.name === "tableHeader" })
  return isHead
}

/** Turns the cells of the first row or column into headings, or back. */
function toggleHeads(editor, blockPos, isColumn) {
  const { tr, doc, schema } = editor.state
  const block = doc.nodeAt(blockPos)
  const tablePos = blockPos + 1 + block.firstChild.nodeSize
  const table = block.lastChild
  const map = TableMap.get(table)
  const isOn = isColumn ? isHeadColumn(block) : isHeadRow(firstRow(block))
  const start = isColumn && isHeadRow(firstRow(block)) ? 1 : 0
  const cells = isColumn
    ? Array.from({ length: map.height - start }, (_, row) => map.map[(row + start) * map.width])
    : map.map.slice(0, map.width)
  const type = schema.nodes[isOn ? "tableCell" : "tableHeader"]
  for (const at of new Set(cells)) tr.setNodeMarkup(tablePos + 1 + at, type, table.nodeAt(at).attrs)
  editor.view.dispatch(tr)
  return true
}

const blockAt = (editor) => around(editor.state.selection.$from, "tableBlock")

/** A command of the table library on the table at `pos`: when the cursor is elsewhere, its last cell is meant. */
const withCursorIn = (editor, pos, act) => {
  const here = blockAt(editor)
  if (here?.pos !== pos || around(editor.state.selection.$from, "table") === null) editor.commands.setTextSelection(pos + editor.state.doc.nodeAt(pos).nodeSize - 4)
  act(editor.chain().focus()).run()
}

export const TABLE_TOOLS = [
  { name: "rowBelow", label: "Row below", act: (chain) => chain.addRowAfter() },
  { name: "rowAbove", label: "Row above", act: (chain) => chain.addRowBefore() },
  { name: "columnRight", label: "Column right", act: (chain) => chain.addColumnAfter() },
  { name: "columnLeft", label: "Column left", act: (chain) => chain.addColumnBefore() },
  { name: "deleteRow", label: "Delete row", act: (chain) => chain.deleteRow() },
  { name: "deleteColumn", label: "Delete column", act: (chain) => chain.deleteColumn() },
].map(({ act, ...tool }) => ({ ...tool, runAt: (editor, pos) => withCursorIn(editor, pos, act) })).concat([
  { name: "headRow", label: "Header row", runAt: (editor, pos) => toggleHeads(editor, pos, false) },
  { name: "headColumn", label: "Header column", runAt: (editor, pos) => toggleHeads(editor, pos, true) },
])

const PRESSED = { headRow: (node) => isHeadRow(firstRow(node)), headColumn: isHeadColumn }

const TableBlock = Node.create({
  name: "tableBlock",
  group: FOLDED,
  content: "tableCaption table",
  isolating: true,
  parseHTML: () => [
    { tag: "table:not([data-rows])", priority: 80, contentElement: takeApart, getAttrs: (table) => (table.querySelector("td, th") ? {} : false) },
    { tag: "div.desk-table", priority: 80 },
  ],
  renderHTML: () => ["div", { class: "desk-table" }, 0],
  addNodeView: () => frameView("table", "Table", {
    tools: (node, { editor, getPos }) => TABLE_TOOLS.map(({ name, label, runAt }) => {
      const pressed = PRESSED[name]
      return button(label, () => runAt(editor, getPos()), pressed ? { "aria-pressed": String(pressed(node)) } : {})
    }),
  }),
})

const whole = (text) => (/^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= LARGEST ? Number(text) : 0)

export async function addTable(editor) {
  const answer = await asked(editor, ask({
    title: "Table",
    fields: [
      { name: "columns", label: "Columns", value: "3", maxlength: 2 },
      { name: "rows", label: "Rows", value: "3", maxlength: 2, help: "Without the header row. Tab in the last cell adds a row." },
      { name: "hasHead", type: "checkbox", label: "With a header row", value: true },
    ],
    submit: "Add",
    check: ({ columns, rows }) => (whole(columns) && whole(rows) ? "" : `Rows and columns are numbers from 1 to ${LARGEST}.`),
  }))
  if (!answer) return editor.commands.focus()
  const { nodes } = editor.schema
  const row = (type) => nodes.tableRow.create(null, Array.from({ length: whole(answer.columns) }, () => type.create()))
  const rows = [
    ...(answer.hasHead ? [row(nodes.tableHeader)] : []),
    ...Array.from({ length: whole(answer.rows) }, () => row(nodes.tableCell)),
  ]
  insertBlock(editor, nodes.tableBlock.create(null, [nodes.tableCaption.create(), nodes.table.create(null, rows)]), { isInto: true })
}

export const Tables = Extension.create({
  name: "tables",
  addExtensions: () => [TableCaption, cell("tableCell", "cell", "td"), cell("tableHeader", "header_cell", "th"), Row, Rows, TableBlock],
})
