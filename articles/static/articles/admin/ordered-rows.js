// Rows of a form whose order counts: buttons that move and remove them, and their places written on sending.

import { el } from "desk/dialog"

/**
 * `noun` is what a row is called; `remove(row)` takes one out (default: none, the row has a box for that).
 * `onChange` hears of every move.
 */
export function makeOrderedRows(group, { noun, remove = null, onChange = () => {} }) {
  const rows = () => [...group.querySelectorAll("tr.form-row:not(.empty-form)")].filter((row) => !row.hidden)
  const renumber = () => rows().forEach((row, index) => {
    const position = row.querySelector("input[name$='-position']")
    if (position) position.value = index
  })
  const move = (row, step) => {
    const all = rows()
    const other = all[all.indexOf(row) + step]
    if (!other) return
    if (step < 0) other.before(row); else other.after(row)
    renumber()
    onChange()
  }
  const takeOut = (row) => {
    remove(row)
    row.hidden = true
    renumber()
    rows()[0]?.querySelector("select, input")?.focus()
  }
  const tool = (sign, words, act) => el("button", { type: "button", "aria-label": words, onclick: act }, sign)
  const tools = (row) => {
    if (row.matches(".empty-form") || row.querySelector(".byline-tools")) return
    row.append(el("td", { class: "byline-tools" },
      tool("↑", `Move this ${noun} up`, () => move(row, -1)),
      tool("↓", `Move this ${noun} down`, () => move(row, 1)),
      ...(remove ? [tool("×", `Remove this ${noun}`, () => takeOut(row))] : [])))
  }
  group.classList.add("has-tools")
  group.querySelector("thead th:last-child:empty")?.append(el("span", { class: "visually-hidden" }, `Order of the ${noun}s`))
  rows().forEach(tools)
  renumber()
  document.addEventListener("formset:added", (event) => { if (group.contains(event.target)) { tools(event.target); renumber() } })
  group.closest("form").addEventListener("submit", renumber, { capture: true })
}
