// Footnotes: a number in the text (CSS counts), the note typed in a small editor of its own, and a list of all
// notes below the text, so that they can be read without opening each.

import { Document, Editor, Extension, HardBreak, Node, Plugin, pm } from "django-prose-editor/editor"
import { el, openDialog } from "desk/dialog"
import { asked, button } from "desk/nodes/blocks"
import { BodyLink } from "desk/nodes/link"
import { MARKS, PlainParagraph, Text } from "desk/nodes/text"
import { Typography } from "desk/nodes/typing"

const { NodeSelection, TextSelection } = pm.state

const EDITOR_PARTS = [Document.extend({ content: "paragraph" }), PlainParagraph, Text, ...MARKS, BodyLink, Typography]

/** Resolves to the note's content as JSON, or null when the dialog is left. */
function askNote(content, { isNew }) {
  return new Promise((resolve) => {
    let answer = null
    let editor = null
    const dialog = openDialog("Footnote", { className: "desk-note", onClose: () => { editor.destroy(); resolve(answer) } })
    const place = el("div", { class: "desk-note__text prose-editor" })
    const error = el("p", { class: "desk-dialog__error", role: "alert" })
    const keep = () => {
      if (!editor.state.doc.textContent.trim()) { error.textContent = "Write the note, or leave with Cancel."; return true }
      answer = editor.getJSON().content[0].content ?? []
      dialog.close()
      return true
    }
    const Keys = Extension.create({ name: "noteKeys", priority: 2000, addKeyboardShortcuts: () => ({ Enter: keep, "Mod-Enter": keep }) })
    dialog.append(place, el("p", { class: "desk-dialog__help" }, "Bold, italic, film title and links work by their keys (Ctrl+B, Ctrl+I, Ctrl+Alt+I, Ctrl+K). Enter keeps the note."), error,
      el("div", { class: "desk-dialog__buttons" },
        el("button", { type: "button", class: "button default", onclick: keep }, isNew ? "Add" : "Keep"),
        el("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel")))
    editor = new Editor({
      element: place, injectCSS: false, extensions: [...EDITOR_PARTS, Keys],
      content: { type: "doc", content: [{ type: "paragraph", content }] },
      editorProps: { attributes: { role: "textbox", "aria-label": "The note", "aria-multiline": "false", spellcheck: "true" } },
    })
    editor.view.focus()  // at once: the command waits for the next frame, and what is typed before would be lost
    editor.commands.focus("end")
  })
}

/** Where a note may stand: in lines that take inline nodes, outside footnotes. */
export const canAddNote = (editor) => editor.state.selection.$to.parent.type.contentMatch.matchType(editor.schema.nodes.footnote) !== null

export async function addNote(editor) {
  if (!canAddNote(editor)) return editor.commands.focus()
  const content = await asked(editor, askNote([], { isNew: true }))
  if (!content) return editor.commands.focus()
  const { tr, schema, selection } = editor.state
  const note = schema.nodes.footnote.create(null, content.map((part) => schema.nodeFromJSON(part)))
  tr.insert(selection.to, note)
  editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, selection.to + note.nodeSize)).scrollIntoView())
  editor.view.focus()
}

async function changeNote(editor, pos) {
  const node = editor.state.doc.nodeAt(pos)
  const content = await askNote(node.toJSON().content ?? [], { isNew: false })
  if (!content) return editor.commands.focus()
  const { tr, schema } = editor.state
  const fresh = schema.nodes.footnote.create(null, content.map((part) => schema.nodeFromJSON(part)))
  tr.replaceWith(pos, pos + node.nodeSize, fresh)
  editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, pos + fresh.nodeSize)))
  editor.view.focus()
}

const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  content: "(text | hardBreak)*",
  atom: true,
  draggable: true,
  parseHTML: () => [{ tag: "span.footnote" }],
  renderHTML: () => ["span", { class: "footnote" }, 0],
  addNodeView: () => ({ node, editor, getPos }) => {
    const dom = el("span", { class: "desk-note-mark", role: "img", title: node.textContent, "aria-label": `Footnote: ${node.textContent}`, contenteditable: "false" })
    dom.addEventListener("dblclick", () => changeNote(editor, getPos()))
    return {
      dom,
      ignoreMutation: () => true,
      update(next) {
        if (next.type.name !== "footnote") return false
        dom.title = next.textContent
        dom.setAttribute("aria-label", `Footnote: ${next.textContent}`)
        return true
      },
    }
  },
  addKeyboardShortcuts() {
    const { editor } = this
    return {
      "Mod-Alt-f": () => { addNote(editor); return true },
      Enter: () => {
        const { selection } = editor.state
        if (!(selection instanceof NodeSelection) || selection.node.type.name !== "footnote") return false
        changeNote(editor, selection.from)
        return true
      },
    }
  },
})

/** The list of notes under the text. */
function noteList(editor) {
  const list = el("ol")
  const box = el("section", { class: "desk-notes", "aria-label": "Footnotes", hidden: true }, el("p", { class: "desk-notes__name" }, "Footnotes"), list)
  const draw = (doc) => {
    const found = []
    doc.descendants((node, pos) => { if (node.type.name === "footnote") found.push({ node, pos }) })
    box.hidden = !found.length
    list.replaceChildren(...found.map(({ node, pos }, index) => el("li", {}, node.textContent, " ",
      button("Change", () => changeNote(editor, pos), { "aria-label": `Change footnote ${index + 1}` }))))
  }
  return { box, draw }
}

export const Footnotes = Extension.create({
  name: "footnotes",
  addExtensions: () => [Footnote, HardBreak],
  addProseMirrorPlugins() {
    const { editor } = this
    return [new Plugin({
      view(view) {
        const { box, draw } = noteList(editor)
        // The surface is put into the page right after this.
        queueMicrotask(() => view.dom.after(box))
        draw(view.state.doc)
        return {
          update: (_, before) => { if (!before.doc.eq(view.state.doc)) draw(view.state.doc) },
          destroy: () => box.remove(),
        }
      },
    })]
  },
})
