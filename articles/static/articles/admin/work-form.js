// The form of a work beyond plain HTML: people in order, Ctrl+S, and a word before leaving what is not saved.

import { makeOrderedRows } from "desk/ordered-rows"

const form = document.querySelector("#work_form")
let isDirty = !!form?.querySelector(".errornote")

const markDirty = () => { isDirty = true }

if (form) {
  form.addEventListener("input", markDirty)
  form.addEventListener("change", markDirty)
  form.addEventListener("submit", () => { isDirty = false })
  window.addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault() })
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return
    event.preventDefault()
    form.requestSubmit(form.querySelector("[name=_continue]"))
  })
  form.querySelectorAll("#credits-group").forEach((group) => makeOrderedRows(group, { noun: "person", onChange: markDirty }))
  for (const list of form.querySelectorAll("details .errorlist")) list.closest("details").open = true
}
