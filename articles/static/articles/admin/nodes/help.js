// The help sheet: every tool with its keys, and what typing alone does.

import { el, openDialog } from "desk/dialog"
import { GROUPS, HISTORY, keysAsSaid } from "desk/nodes/tools"

const TYPING = [
  ["/", "every block by name; type on to find one"],
  ["## and a space", "heading; ### and #### smaller ones"],
  ["- and a space", "list; 1. numbered list"],
  ["> and a space", "quote"],
  ["---", "rule"],
  ["**bold**  *italic*  `code`  ~~strike~~", "marks"],
  ["\" ' -- ...", "curly quotation marks, dash, ellipsis; not in code. Ctrl+Z right after takes one back"],
  ["TK", "marks what is still to come; you are warned before it is published"],
]

const MOVING = [
  ["Mod+/", "this sheet"],
  ["Alt+F10", "to the toolbar; Escape leads back"],
  ["Escape", "selects the block the cursor is in; once more the one around it"],
  ["Enter on a selected block", "its buttons; Escape leads back"],
  ["Delete on a selected block", "takes it out"],
  ["Alt+↑ Alt+↓", "moves a row, a picture of a gallery, or the block"],
  ["Mod+Enter", "a new paragraph below the block"],
  ["Tab in a table, cast list or fact box", "on to the next cell; in the last one a new row"],
  ["Shift+Enter", "a new line in the same paragraph"],
  ["Mod+S", "saves"],
]

const list = (rows) => el("dl", { class: "desk-help__list" }, ...rows.map(([keys, words]) => el("div", {}, el("dt", {}, el("kbd", {}, keysAsSaid(keys))), el("dd", {}, words))))

const more = []

/** Keys of what stands around the text: another part of the same sheet. `rows`: [keys, what they do]. */
export const addToHelp = (title, rows) => more.push({ title, rows })

export function showHelp() {
  const dialog = openDialog("Writing without the mouse", { className: "desk-help" })
  const tools = [...GROUPS.flatMap((group) => group.tools), ...HISTORY].map(({ label, keys }) => [keys || `/${label.toLowerCase()}`, label])
  const heading = (words) => el("h3", {}, words)
  const close = el("button", { type: "button", class: "button default", onclick: () => dialog.close() }, "Close")
  dialog.append(heading("As you type"), list(TYPING), heading("Moving about"), list(MOVING), ...more.flatMap(({ title, rows }) => [heading(title), list(rows)]), heading("Every tool"), list(tools), el("div", { class: "desk-dialog__buttons" }, close))
  close.focus()
  dialog.scrollTop = 0
}
