// Fields: the single lines that belong to a block (a label, an attribution, a caption, a cell of a row).
// They are never split, joined or taken out by typing; Enter and Tab lead on to where one wants to write next.

import { Extension, Node, Plugin, pm } from "django-prose-editor/editor"
import { around, removeAt } from "desk/nodes/blocks"

const { Selection, TextSelection } = pm.state
const { Decoration, DecorationSet } = pm.view

/** A one-line field: `tag` is the rule it is read by, `shape` the markup it is written as. */
export const field = (name, { placeholder, parse, shape, content = "inline*", marks = "_", onEnter = "after" }) => Node.create({
  name,
  content,
  marks,
  defining: true,
  selectable: false,
  extendNodeSchema(extension) {
    return extension.name === name ? { isField: true, placeholder, onEnter } : {}
  },
  parseHTML: () => parse.map((tag) => ({ tag, priority: 80 })),
  renderHTML: () => shape,
})

const fieldOf = ($pos) => ($pos.parent.type.spec.isField ? $pos.parent.type.spec : null)

/** A paragraph after the block at the top (or in the spoiler) that the cursor is in. */
export function leaveBlock(editor) {
  const { tr, schema, selection } = editor.state
  const { $to } = selection
  if (!$to.depth) return false
  const spoiler = around($to, "spoiler")
  const depth = spoiler && $to.depth > spoiler.depth + 1 ? spoiler.depth : 0
  const after = $to.after(depth + 1)
  const next = tr.doc.resolve(after).nodeAfter
  const isThere = next?.type.name === "paragraph" && !next.content.size
  if (!isThere) tr.insert(after, schema.nodes.paragraph.create())
  editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView())
  return true
}

/** The next or previous place for the cursor, if it is still inside the node that starts at `pos`. */
export function moveCursor(editor, step, frame) {
  const { tr, doc, selection } = editor.state
  const { $from } = selection
  const edge = step > 0 ? $from.after() : $from.before()
  const found = Selection.findFrom(doc.resolve(edge), step, true)
  if (!found || (frame && (found.from < frame.pos || found.from > frame.pos + frame.node.nodeSize))) return false
  const $found = found.$from
  editor.view.dispatch(tr.setSelection(TextSelection.create(doc, $found.start(), $found.end())).scrollIntoView())
  return true
}

const isEmptyRow = (row) => row.textContent.trim() === ""

/** Enter in a row: on to a new one; an empty row at the end is given up for what follows. */
function enterInRow(editor, rowName, hasNextField) {
  const { tr, schema, selection } = editor.state
  const row = around(selection.$from, rowName)
  if (hasNextField && moveCursor(editor, 1, row)) return true
  const $row = editor.state.doc.resolve(row.pos)
  const isLast = $row.index() === $row.parent.childCount - 1
  if (isEmptyRow(row.node) && isLast) {
    leaveBlock(editor)
    if ($row.parent.childCount > 2) editor.view.dispatch(editor.state.tr.delete(row.pos, row.pos + row.node.nodeSize))
    return true
  }
  const after = row.pos + row.node.nodeSize
  tr.insert(after, schema.nodes[rowName].createAndFill())
  editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 2)).scrollIntoView())
  return true
}

const ROW_OF = { castPerson: "castRow", castRole: "castRow", castNote: "castRow", factLabel: "factRow", factValue: "factRow" }

const ENTER = {
  after: (editor) => leaveBlock(editor),
  next: (editor) => moveCursor(editor, 1) || leaveBlock(editor),
  row: (editor) => enterInRow(editor, ROW_OF[editor.state.selection.$from.parent.type.name], false),
  nextThenRow: (editor) => enterInRow(editor, ROW_OF[editor.state.selection.$from.parent.type.name], true),
  line: (editor) => editor.commands.setHardBreak(),
}

function onTab(editor, step) {
  const { $from } = editor.state.selection
  const rowName = ROW_OF[$from.parent.type.name]
  const list = around($from, "castList") ?? around($from, "factBox")
  if (!list || !fieldOf($from)) return false
  if (moveCursor(editor, step, list)) return true
  return step > 0 && !!rowName && enterInRow(editor, rowName, false)
}

/** Backspace at the start of a field joins nothing; in an empty row it takes the row away. */
function onBackspace(editor) {
  const { empty, $from } = editor.state.selection
  if (!empty || $from.parentOffset || !$from.depth) return false
  if (!fieldOf($from)) {
    const isAfterField = $from.index(-1) > 0 && $from.node(-1).child($from.index(-1) - 1).type.spec.isField && $from.node(-1).type.name === "spoiler"
    if (isAfterField) moveBack(editor)
    return isAfterField
  }
  const row = around($from, ROW_OF[$from.parent.type.name] ?? "")
  if (row && isEmptyRow(row.node)) {
    const $row = editor.state.doc.resolve(row.pos)
    if ($row.parent.childCount > 2) { removeAt(editor, row.pos); return true }
    removeAt(editor, $row.before())
    return true
  }
  moveBack(editor)
  return true
}

function moveBack(editor) {
  const { tr, doc, selection } = editor.state
  const found = Selection.findFrom(doc.resolve(selection.$from.before()), -1, true)
  if (found) editor.view.dispatch(tr.setSelection(found).scrollIntoView())
}

function onDelete(editor) {
  const { empty, $from } = editor.state.selection
  return empty && !!fieldOf($from) && $from.parentOffset === $from.parent.content.size
}

/** Empty fields say what belongs into them. */
function placeholders(doc) {
  const found = []
  doc.descendants((node, pos) => {
    if (!node.type.spec.isField) return !node.isTextblock
    const { placeholder } = node.type.spec
    if (placeholder && !node.content.size) found.push(Decoration.node(pos, pos + node.nodeSize, { class: "is-empty", "data-placeholder": placeholder }))
    return false
  })
  return DecorationSet.create(doc, found)
}

export const Fields = Extension.create({
  name: "fields",
  priority: 900,
  addKeyboardShortcuts() {
    const { editor } = this
    return {
      Enter: () => {
        const spec = editor.state.selection.empty && fieldOf(editor.state.selection.$from)
        return !!spec && ENTER[spec.onEnter](editor)
      },
      "Mod-Enter": () => leaveBlock(editor),
      Tab: () => onTab(editor, 1),
      "Shift-Tab": () => onTab(editor, -1),
      Backspace: () => onBackspace(editor),
      Delete: () => onDelete(editor),
    }
  },
  addProseMirrorPlugins: () => [new Plugin({
    state: {
      init: (_, { doc }) => placeholders(doc),
      apply: (tr, old) => (tr.docChanged ? placeholders(tr.doc) : old),
    },
    props: { decorations(state) { return this.getState(state) } },
  })],
})
