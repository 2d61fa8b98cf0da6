// What all blocks of a body share: attributes, frames with buttons, and how they come and go.

import { pm } from "django-prose-editor/editor"
import { el } from "desk/dialog"
import { say } from "desk/writing"

const { NodeSelection, Selection, TextSelection } = pm.state

/** Where a node may stand: SIMPLE in items, quotes and notes, FOLDED in spoilers, TOP nowhere but at the top. */
export const SIMPLE = "block simple folded"
export const FOLDED = "block folded"
export const TOP = "block"

/** An attribute kept as data-…; null or empty means it is not there. */
export const data = (name) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(name) || null,
  renderHTML: () => ({}),
})

export const kept = (pairs) => Object.fromEntries(Object.entries(pairs).filter(([, value]) => value))

export const button = (label, act, attributes = {}) =>
  el("button", { type: "button", class: "desk-block__button", onclick: act, ...attributes }, label)

/**
 * The answer of a dialog, with the cursor back where it was: some browsers put it at the beginning meanwhile.
 * The browser's own selection is given up first. Chromium now and then takes one that lived through a dialog
 * for one outside the text, and then drops what is typed until one clicks.
 */
export async function asked(editor, question) {
  const place = editor.state.selection.getBookmark()
  const answer = await question
  document.getSelection().removeAllRanges()
  const { tr, doc } = editor.state
  editor.view.dispatch(tr.setSelection(place.resolve(doc)))
  editor.view.focus()
  return answer
}

/** Clicks and keys on a block's own buttons are not the editor's business. */
export const isOwnEvent = (event) => event.target instanceof Element && !!event.target.closest(".desk-block__button, .desk-block__tools, a[target]")

/** Our own changes (words, classes, the frame) are not typing: read as such they would never end. */
export const ignoresOutside = (content) => (mutation) => mutation.type !== "selection" && (mutation.type === "attributes" || !content.contains(mutation.target))

export function changeNode(editor, getPos, attrs) {
  const { tr, doc } = editor.state
  const node = doc.nodeAt(getPos())
  editor.view.dispatch(tr.setNodeMarkup(getPos(), undefined, { ...node.attrs, ...attrs }))
  editor.view.focus()
}

/** Takes a block out; where nothing else would be left, an empty paragraph takes its place. */
export function removeAt(editor, pos) {
  const { tr, doc, schema } = editor.state
  const node = doc.nodeAt(pos)
  const $pos = doc.resolve(pos)
  const isNeeded = !$pos.parent.canReplace($pos.index(), $pos.index() + 1)
  if (isNeeded && !$pos.parent.canReplaceWith($pos.index(), $pos.index() + 1, schema.nodes.paragraph)) return removeAt(editor, $pos.before())
  if (isNeeded) tr.replaceWith(pos, pos + node.nodeSize, schema.nodes.paragraph.create())
  else tr.delete(pos, pos + node.nodeSize)
  tr.setSelection(Selection.near(tr.doc.resolve(Math.min(pos, tr.doc.content.size)), -1))
  editor.view.dispatch(tr.scrollIntoView())
  editor.view.focus()
}

/** The depth of what holds a new block: the spoiler the cursor is in where it may stand there, else the text itself. */
function holderDepth($pos, type) {
  for (let depth = $pos.depth; depth > 0; depth--) {
    const node = $pos.node(depth)
    if (node.type.name === "spoiler") return type.isInGroup("folded") ? depth : 0
  }
  return 0
}

/** Puts a block after the one the cursor is in (an empty paragraph gives way), the cursor into it or after it. */
export function insertBlock(editor, node, { isInto = false } = {}) {
  const { tr, schema, selection } = editor.state
  const { $to } = selection
  const depth = holderDepth($to, node.type)
  const isGiven = $to.depth === depth + 1 && $to.parent.type.name === "paragraph" && !$to.parent.content.size
  const from = $to.depth === depth ? $to.pos : isGiven ? $to.before() : $to.after(depth + 1)
  tr.replaceWith(from, isGiven ? $to.after() : from, node)
  const after = from + node.nodeSize
  const $after = tr.doc.resolve(after)
  if ($after.index() === $after.parent.childCount) tr.insert(after, schema.nodes.paragraph.create())
  const $cursor = tr.doc.resolve(isInto ? from + 1 : after)
  editor.view.dispatch(tr.setSelection(Selection.near($cursor, 1)).scrollIntoView())
  editor.view.focus()
}

/** The nearest ancestor of a type, with its place; or null. */
export function around($pos, name) {
  for (let depth = $pos.depth; depth > 0; depth--)
    if ($pos.node(depth).type.name === name) return { node: $pos.node(depth), pos: $pos.before(depth), depth }
  return null
}

/** Blocks out of their frame: what the frame says in fields of its own (label, attribution) becomes paragraphs. */
function unwrap(editor, { node, pos }) {
  const { tr, schema, selection } = editor.state
  const loose = []
  node.forEach((child) => {
    if (child.type.isInGroup("block")) loose.push(child)
    else if (child.content.size) loose.push(schema.nodes.paragraph.create(null, child.content))
  })
  tr.replaceWith(pos, pos + node.nodeSize, loose)
  tr.setSelection(Selection.near(tr.doc.resolve(Math.min(Math.max(selection.from - 1, pos), tr.doc.content.size))))
  editor.view.dispatch(tr.scrollIntoView())
  editor.view.focus()
  return true
}

/**
 * Frames the blocks that are selected, or takes them out of the frame they are in. `fields` are the frame's
 * own lines before and after; `isIntoField` puts the cursor into the first of them.
 */
export function toggleFrame(editor, name, { before = [], after = [], attrs = null, isIntoField = false } = {}) {
  const { tr, schema, selection } = editor.state
  const type = schema.nodes[name]
  const outer = around(selection.$from, name)
  if (outer) return unwrap(editor, outer)
  const { $from, $to } = selection
  const depth = Math.min(holderDepth($from, type), $from.sharedDepth($to.pos))
  if ($from.depth === depth) {
    insertBlock(editor, type.createAndFill(attrs), { isInto: true })
    return true
  }
  const from = $from.before(depth + 1)
  const to = $to.after(depth + 1)
  const blocks = []
  tr.doc.slice(from, to).content.forEach((block) => blocks.push(block))
  const fields = (names) => names.map((field) => schema.nodes[field].create())
  const content = [...fields(before), ...blocks, ...fields(after)]
  const frame = fits(type, content) ? type.create(attrs, content) : null
  if (!frame) {
    say(editor, "What is selected cannot stand in there. Select paragraphs, headings, lists or quotes.")
    return false
  }
  tr.replaceWith(from, to, frame)
  const end = from + frame.nodeSize
  if (end === tr.doc.content.size) tr.insert(end, schema.nodes.paragraph.create())
  const cursor = isIntoField ? from + 2 : selection.to + 1 + before.length * 2
  tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(cursor, tr.doc.content.size))))
  editor.view.dispatch(tr.scrollIntoView())
  editor.view.focus()
  return true
}

const fits = (type, nodes) => type.validContent(pm.model.Fragment.from(nodes))

/** Swaps a node with its neighbour; the cursor goes along. */
export function moveAt(editor, pos, step) {
  const { tr, doc, selection } = editor.state
  const $pos = doc.resolve(pos)
  const node = doc.nodeAt(pos)
  const index = $pos.index()
  const other = index + step
  if (other < 0 || other >= $pos.parent.childCount) return false
  const neighbour = $pos.parent.child(other)
  if (neighbour.type.spec.isField || node.type.spec.isField) return false
  const target = step < 0 ? pos - neighbour.nodeSize : pos + neighbour.nodeSize
  tr.delete(pos, pos + node.nodeSize).insert(target, node)
  const shift = target - pos
  tr.setSelection(selection instanceof NodeSelection && selection.from === pos
    ? NodeSelection.create(tr.doc, target)
    : TextSelection.near(tr.doc.resolve(Math.max(0, selection.from + shift))))
  editor.view.dispatch(tr.scrollIntoView())
  return true
}

/** A block without text of its own: a frame with words and buttons, redrawn when it changes. */
export function blockView(name, label, draw) {
  return ({ node, editor, getPos }) => {
    const dom = el("div", { class: `desk-block desk-block--${name}`, role: "group", "aria-label": label, contenteditable: "false" })
    const redraw = (current) => dom.replaceChildren(...draw(current.attrs, {
      node: current,
      editor,
      getPos,
      change: (attrs) => changeNode(editor, getPos, attrs),
      remove: () => removeAt(editor, getPos()),
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

/** A block whose content is typed in place, under a head with its name and its buttons; `words` may be a promise. */
export function frameView(name, label, { tools = () => [], words = () => "" } = {}) {
  return ({ node, editor, getPos }) => {
    const title = el("span", { class: "desk-frame__name" }, label)
    const note = el("span", { class: "desk-frame__words" }, words(node))
    const own = { editor, getPos, change: (attrs) => changeNode(editor, getPos, attrs), remove: () => removeAt(editor, getPos()) }
    const bar = el("div", { class: "desk-block__tools" })
    let drawn = null
    const redraw = (current) => {
      drawn = current
      bar.replaceChildren(...tools(current, own), button("Remove", own.remove))
      const said = words(current)
      note.textContent = said instanceof Promise ? "" : said
      if (said instanceof Promise) said.then((late) => { if (drawn === current) note.textContent = late })
    }
    redraw(node)
    const head = el("div", { class: "desk-frame__head", contenteditable: "false" }, title, note, bar)
    const contentDOM = el("div", { class: "desk-frame__content" })
    const dom = el("div", { class: `desk-frame desk-frame--${name}`, role: "group", "aria-label": label }, head, contentDOM)
    return {
      dom,
      contentDOM,
      stopEvent: isOwnEvent,
      ignoreMutation: ignoresOutside(contentDOM),
      update(next) {
        if (next.type.name !== node.type.name) return false
        redraw(next)
        return true
      },
    }
  }
}
