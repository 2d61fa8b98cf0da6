// Blocks by keyboard: select the one the cursor is in, reach its buttons, move it, take it out.

import { Extension, Plugin, pm } from "django-prose-editor/editor"
import { around, moveAt, removeAt } from "desk/nodes/blocks"

const { NodeSelection } = pm.state
const CLEARANCE = { top: 110, bottom: 110, left: 5, right: 5 }
const MOVABLE = ["castRow", "factRow"]

/** Selects the block around the cursor, then the one around that. */
function selectAround(editor) {
  const { selection, doc, tr } = editor.state
  for (let { depth } = selection.$from; depth > 0; depth--) {
    const node = selection.$from.node(depth)
    if (!NodeSelection.isSelectable(node) || !node.type.isInGroup("block")) continue
    editor.view.dispatch(tr.setSelection(NodeSelection.create(doc, selection.$from.before(depth))))
    return true
  }
  return false
}

/** Where the nearest thing that can be moved begins: a row, a picture of a gallery, else the block at the top. */
function movable($from, selection) {
  if (selection instanceof NodeSelection) return selection.from
  for (const name of MOVABLE) {
    const row = around($from, name)
    if (row) return row.pos
  }
  const picture = around($from, "picture")
  return picture && around($from, "gallery") ? picture.pos : $from.depth ? $from.before(1) : null
}

function move(editor, step) {
  const { selection } = editor.state
  const pos = movable(selection.$from, selection)
  return pos !== null && moveAt(editor, pos, step)
}

/** A selected block's first button gets the focus; Escape gives it back. */
function enterBlock(editor) {
  const { selection } = editor.state
  if (!(selection instanceof NodeSelection)) return false
  const first = editor.view.nodeDOM(selection.from)?.querySelector?.(".desk-block__button")
  first?.focus()
  return !!first
}

function removeSelected(editor) {
  const { selection } = editor.state
  if (!(selection instanceof NodeSelection) || !selection.node.isBlock) return false
  removeAt(editor, selection.from)
  return true
}

export const BlockKeys = Extension.create({
  name: "blockKeys",
  priority: 800,
  onCreate({ editor }) {
    editor.view.dom.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !event.target.closest?.(".desk-block__button")) return
      event.preventDefault()
      editor.view.focus()
    })
  },
  // The toolbar above and the form's buttons below stay in sight: the cursor keeps clear of both.
  addProseMirrorPlugins: () => [new Plugin({ props: { scrollMargin: CLEARANCE, scrollThreshold: CLEARANCE } })],
  addKeyboardShortcuts() {
    const { editor } = this
    return {
      Escape: () => selectAround(editor),
      Enter: () => enterBlock(editor),
      "Alt-ArrowUp": () => move(editor, -1),
      "Alt-ArrowDown": () => move(editor, 1),
      Delete: () => removeSelected(editor),
      Backspace: () => removeSelected(editor),
    }
  },
})
