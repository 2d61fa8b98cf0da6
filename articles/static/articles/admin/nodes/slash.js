// The / menu: every node by name, found by typing. It opens only for a slash just typed at the beginning of a
// line or after a space, so that "and/or" and addresses are left alone.

import { Extension, Plugin, pm } from "django-prose-editor/editor"
import { el, uniqueId } from "desk/dialog"
import { toolRow } from "desk/nodes/toolbar"
import { toolsHere } from "desk/nodes/tools"

const { PluginKey } = pm.state
const KEY = new PluginKey("slash")
const LONGEST_QUERY = 30

/** The slash and what is typed after it, as { from, query }; null when the menu is not to be open. */
function openAt(state, from) {
  const { empty, $from } = state.selection
  if (!empty || from === null || from < $from.start() || from >= $from.pos) return null
  const text = $from.parent.textBetween(from - $from.start(), $from.parentOffset, "\n", "\ufffc")
  if (!text.startsWith("/") || text.length > LONGEST_QUERY || /[\n\ufffc/]/.test(text.slice(1)) || /^\/\s/.test(text)) return null
  return { from, query: text.slice(1) }
}

/** Whether a slash was just typed where it may open the menu; gives its place. */
function typedSlash(tr, state) {
  const { empty, $from } = state.selection
  if (!tr.docChanged || !empty || tr.getMeta("paste") || tr.getMeta("uiEvent")) return null
  const before = $from.parent.textBetween(0, $from.parentOffset, "\n", "\ufffc")
  if (!/(?:^|[\s\ufffc])\/$/.test(before) || $from.marks().some(({ type }) => type.spec.code)) return null
  return $from.pos - 1
}

function applied(tr, old, state) {
  if (tr.getMeta(KEY)?.isClosed) return { from: null, query: "" }
  const from = old.from === null ? null : tr.mapping.mapResult(old.from)
  const still = from && !from.deleted ? openAt(state, from.pos) : null
  return still ?? openAt(state, typedSlash(tr, state)) ?? { from: null, query: "" }
}

/** Tools whose name begins so first, then those with a word that does. */
function matching(editor, query) {
  const wanted = query.trim().toLowerCase().replace(/[’‘]/g, "'")
  const rank = ({ label, words = "" }) => {
    const name = label.toLowerCase()
    if (name.startsWith(wanted)) return 0
    return `${name} ${words}`.split(" ").some((word) => word.startsWith(wanted)) || name.includes(wanted) ? 1 : 2
  }
  const found = toolsHere(editor).map((tool) => ({ tool, place: rank(tool) })).filter(({ place }) => place < 2)
  return found.sort((one, other) => one.place - other.place).map(({ tool }) => tool)
}

class SlashMenu {
  constructor(editor, view) {
    this.editor = editor
    this.view = view
    this.tools = []
    this.active = 0
    this.list = el("div", { id: uniqueId("desk-slash"), class: "desk-menu desk-slash", role: "listbox", "aria-label": "Insert", hidden: true })
    this.isOpen = false
    queueMicrotask(() => view.dom.parentElement?.append(this.list))
    view.dom.addEventListener("blur", () => setTimeout(() => { if (!view.hasFocus()) this.hide() }, 100))
  }

  update(view) {
    const { from, query } = KEY.getState(view.state)
    if (from === null || !view.hasFocus()) return this.hide()
    this.tools = matching(this.editor, query)
    if (!this.tools.length) return this.hide()
    if (this.query !== query) this.active = 0
    this.query = query
    this.draw()
    this.place(from)
    return undefined
  }

  draw() {
    this.isOpen = true
    this.list.hidden = false
    this.list.replaceChildren(...this.tools.map((tool, index) => el("div", {
      role: "option", id: `${this.list.id}-${index}`, class: "desk-menu__item", "aria-selected": String(index === this.active),
      onmousedown: (event) => { event.preventDefault(); this.choose(index) },
    }, ...toolRow(tool))))
    const { dom } = this.view
    dom.setAttribute("aria-controls", this.list.id)
    dom.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`)
    this.list.children[this.active]?.scrollIntoView({ block: "nearest" })
  }

  /** Below the slash, or above it where there is no room. */
  place(from) {
    const caret = this.view.coordsAtPos(from)
    const box = this.view.dom.parentElement.getBoundingClientRect()
    const isAbove = caret.bottom + this.list.offsetHeight > window.innerHeight && caret.top > this.list.offsetHeight
    this.list.style.top = `${(isAbove ? caret.top - this.list.offsetHeight - 4 : caret.bottom + 4) - box.top}px`
    this.list.style.left = `${Math.max(0, Math.min(caret.left - box.left, box.width - this.list.offsetWidth))}px`
  }

  hide() {
    if (!this.isOpen) return
    this.isOpen = false
    this.query = null
    this.list.hidden = true
    this.view.dom.removeAttribute("aria-controls")
    this.view.dom.removeAttribute("aria-activedescendant")
  }

  choose(index) {
    const tool = this.tools[index]
    const { from } = KEY.getState(this.view.state)
    const { tr, selection } = this.view.state
    this.view.dispatch(tr.delete(from, selection.from).setMeta(KEY, { isClosed: true }))
    this.hide()
    tool.run(this.editor)
  }

  onKey(event) {
    if (!this.isOpen) return false
    const count = this.tools.length
    if (event.key === "ArrowDown") this.active = (this.active + 1) % count
    else if (event.key === "ArrowUp") this.active = (this.active - 1 + count) % count
    else if (event.key === "Enter" || event.key === "Tab") { this.choose(this.active); return true }
    else if (event.key === "Escape") { this.view.dispatch(this.view.state.tr.setMeta(KEY, { isClosed: true })); return true }
    else return false
    this.draw()
    return true
  }

  destroy() {
    this.list.remove()
  }
}

export const Slash = Extension.create({
  name: "slash",
  priority: 1500,
  addProseMirrorPlugins() {
    const { editor } = this
    let menu = null
    return [new Plugin({
      key: KEY,
      state: { init: () => ({ from: null, query: "" }), apply: (tr, old, _before, state) => applied(tr, old, state) },
      view: (view) => (menu = new SlashMenu(editor, view)),
      props: { handleKeyDown: (_view, event) => menu?.onKey(event) ?? false },
    })]
  },
})
