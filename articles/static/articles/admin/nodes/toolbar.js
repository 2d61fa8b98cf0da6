// The toolbar: one row that wraps, one tab stop, arrows within (WAI-ARIA "toolbar" and "menu button" patterns).

import { Extension } from "django-prose-editor/editor"
import { el, uniqueId } from "desk/dialog"
import { ariaKeys, GROUPS, HISTORY, keysAsSaid } from "desk/nodes/tools"
import { showHelp } from "desk/nodes/help"

const icon = ({ icon: name, sign }) => (sign
  ? el("span", { class: "desk-bar__sign", "aria-hidden": "true", "data-sign": sign })
  : el("span", { class: "material-icons", "aria-hidden": "true" }, name))

const titleOf = ({ label, keys }) => (keys ? `${label} (${keysAsSaid(keys)})` : label)

function toolButton(editor, tool) {
  const button = el("button", {
    type: "button", class: "desk-bar__button", tabindex: -1, title: titleOf(tool), "aria-label": tool.label,
    "aria-keyshortcuts": ariaKeys(tool.keys), "aria-pressed": tool.isToggle ? "false" : null,
    onclick: () => { if (button.getAttribute("aria-disabled") !== "true") { editor.view.focus(); tool.run(editor) } },
    // The text keeps its selection.
    onmousedown: (event) => event.preventDefault(),
  }, icon(tool))
  const update = () => {
    if (tool.isToggle) button.setAttribute("aria-pressed", String(!!tool.isActive(editor)))
    button.setAttribute("aria-disabled", String(tool.canRun ? !tool.canRun(editor) : false))
  }
  return { button, update }
}

/** What the tool is, drawn as a row of the Insert menu or of the / menu. */
export const toolRow = (tool) => [icon(tool), el("span", { class: "desk-menu__label" }, tool.label), el("kbd", {}, keysAsSaid(tool.keys))]

function insertMenu(editor) {
  const menuId = uniqueId("desk-insert")
  const opener = el("button", {
    type: "button", class: "desk-bar__button desk-bar__insert", tabindex: -1, "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": menuId,
    title: "Insert (or type / in the text)",
  }, el("span", { class: "material-icons", "aria-hidden": "true" }, "add"), "Insert")
  const items = []
  const groups = GROUPS.filter(({ isOnBar }) => !isOnBar).map(({ name, tools }) => el("div", { role: "group", "aria-label": name, class: "desk-menu__group" },
    el("p", { class: "desk-menu__name", "aria-hidden": "true" }, name),
    ...tools.map((tool) => {
      const item = el("button", {
        type: "button", role: tool.isToggle ? "menuitemcheckbox" : "menuitem", tabindex: -1, class: "desk-menu__item", "aria-label": tool.label,
        "aria-keyshortcuts": ariaKeys(tool.keys),
        onclick: () => { close(); editor.view.focus(); tool.run(editor) },
      }, ...toolRow(tool))
      items.push({ item, tool })
      return item
    })))
  const menu = el("div", { id: menuId, role: "menu", class: "desk-menu", "aria-label": "Insert", hidden: true }, ...groups)
  const isOpen = () => !menu.hidden
  function close({ isBack = false } = {}) {
    menu.hidden = true
    opener.setAttribute("aria-expanded", "false")
    if (isBack) opener.focus()
  }
  const open = () => {
    menu.hidden = false
    opener.setAttribute("aria-expanded", "true")
    for (const { item, tool } of items) {
      if (tool.isToggle) item.setAttribute("aria-checked", String(!!tool.isActive(editor)))
      item.setAttribute("aria-disabled", String(tool.canRun ? !tool.canRun(editor) : false))
    }
    menu.scrollIntoView({ block: "nearest" })
    items[0].item.focus({ preventScroll: true })
  }
  opener.addEventListener("click", () => (isOpen() ? close() : open()))
  opener.addEventListener("keydown", (event) => { if (event.key === "ArrowDown" && !isOpen()) { event.preventDefault(); event.stopPropagation(); open() } })
  menu.addEventListener("keydown", (event) => {
    event.stopPropagation()
    const all = items.map(({ item }) => item)
    const at = all.indexOf(document.activeElement)
    const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey ? event.key.toLowerCase() : ""
    let next = -1
    if (event.key === "ArrowDown") next = (at + 1) % all.length
    else if (event.key === "ArrowUp") next = (at - 1 + all.length) % all.length
    else if (event.key === "Home") next = 0
    else if (event.key === "End") next = all.length - 1
    else if (event.key === "Escape") { event.preventDefault(); return close({ isBack: true }) }
    else if (event.key === "Tab") return close()
    else if (letter.trim()) next = [...all.keys()].map((step) => (at + 1 + step) % all.length).find((index) => items[index].tool.label.toLowerCase().startsWith(letter)) ?? -1
    else return undefined
    if (next < 0) return undefined
    event.preventDefault()
    all[next].focus()
    return undefined
  })
  const box = el("div", { class: "desk-bar__menu" }, opener, menu)
  const onElsewhere = (event) => { if (isOpen() && !box.contains(event.target)) close() }
  document.addEventListener("pointerdown", onElsewhere)
  box.addEventListener("focusout", (event) => { if (isOpen() && event.relatedTarget && !box.contains(event.relatedTarget)) close() })
  return { box, opener, destroy: () => document.removeEventListener("pointerdown", onElsewhere) }
}

function moveWithin(buttons, event) {
  const at = buttons.indexOf(document.activeElement)
  const next = { ArrowRight: (at + 1) % buttons.length, ArrowLeft: (at - 1 + buttons.length) % buttons.length, Home: 0, End: buttons.length - 1 }[event.key]
  if (at < 0 || next === undefined) return
  event.preventDefault()
  buttons.forEach((button, index) => { button.tabIndex = index === next ? 0 : -1 })
  buttons[next].focus()
}

function makeToolbar(editor) {
  const tools = []
  const groupOf = (list) => el("div", { class: "desk-bar__group" }, ...list.map((tool) => {
    const made = toolButton(editor, tool)
    tools.push(made)
    return made.button
  }))
  const insert = insertMenu(editor)
  const help = el("button", { type: "button", class: "desk-bar__button", tabindex: -1, title: `Help: all keys (${keysAsSaid("Mod+/")})`, "aria-label": "Help", onclick: () => showHelp() }, el("span", { class: "desk-bar__sign", "aria-hidden": "true", "data-sign": "?" }))
  const bar = el("div", { class: "desk-bar", role: "toolbar" },
    ...GROUPS.filter(({ isOnBar }) => isOnBar).map((group) => groupOf(group.tools)), insert.box, groupOf(HISTORY), el("div", { class: "desk-bar__group" }, help))
  const buttons = [...bar.querySelectorAll(".desk-bar__button")]
  buttons[0].tabIndex = 0
  bar.addEventListener("keydown", (event) => {
    if (event.key === "?") { event.preventDefault(); showHelp() }
    else if (event.key === "Escape") editor.view.focus()
    else moveWithin(buttons, event)
  })
  bar.addEventListener("focusin", (event) => {
    if (buttons.includes(event.target)) buttons.forEach((button) => { button.tabIndex = button === event.target ? 0 : -1 })
  })
  return { bar, update: () => tools.forEach(({ update }) => update()), destroy: insert.destroy, focus: () => bar.querySelector("[tabindex='0']").focus() }
}

export const Toolbar = Extension.create({
  name: "toolbar",
  onCreate({ editor }) {
    const box = editor.view.dom.closest(".prose-editor")
    if (!editor.isEditable || !box) return
    const made = makeToolbar(editor)
    const textarea = box.querySelector("textarea")
    const label = textarea && document.querySelector(`label[for="${textarea.id}"]`)
    made.bar.setAttribute("aria-label", `Formatting: ${(label?.textContent ?? "text").trim().replace(/:$/, "").toLowerCase()}`)
    editor.view.dom.before(made.bar)
    editor.on("transaction", made.update)
    editor.on("destroy", made.destroy)
    made.update()
    this.storage.focus = made.focus
  },
  addStorage: () => ({ focus: () => {} }),
  addKeyboardShortcuts() {
    return {
      "Alt-F10": () => { this.storage.focus(); return true },
      "Mod-/": () => { showHelp(); return true },
    }
  },
})
