// Small building blocks of the editors' side: elements, a dialog that asks, a sentence that is said.

let counter = 0

/** An element with attributes and children; functions among the attributes are listeners ("onclick"). */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, "")
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

export const uniqueId = (prefix) => `${prefix}-${++counter}`

/** The token as it is now: signing in anew, here or in another tab, changes the cookie and not the page's fields. */
export const csrfToken = () =>
  document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? ""

/** Opens an empty modal dialog with a heading; it leaves the page when it closes. */
export function openDialog(title, { className = "", onClose = () => {} } = {}) {
  const headingId = uniqueId("desk-dialog")
  const dialog = el("dialog", { class: `desk-dialog ${className}`, "aria-labelledby": headingId }, el("h2", { id: headingId }, title))
  const returnTo = document.activeElement
  let isOver = false
  const finish = () => {
    if (isOver) return
    isOver = true
    dialog.remove()
    returnTo?.focus?.()
    onClose()
  }
  dialog.addEventListener("close", finish)
  // At once, not with the event a moment later: a key pressed in between would go to wherever the browser put the focus.
  dialog.close = () => {
    HTMLDialogElement.prototype.close.call(dialog)
    finish()
  }
  // Keys typed here belong to the dialog, not to the editor behind it.
  dialog.addEventListener("keydown", (event) => event.stopPropagation())
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}

function fieldRow({ name, label, help, type = "text", value, maxlength, placeholder, rows }) {
  const id = uniqueId("desk-field")
  const described = help ? `${id}-help` : null
  let input
  if (type === "checkbox") input = el("input", { id, name, type, checked: !!value, "aria-describedby": described })
  else if (rows) input = el("textarea", { id, name, rows, maxlength, "aria-describedby": described }, value ?? "")
  else input = el("input", { id, name, type, maxlength, placeholder, value: value ?? "", "aria-describedby": described })
  const row = el("div", { class: `desk-dialog__row desk-dialog__row--${type}` })
  const labelElement = el("label", { for: id }, label)
  row.append(...(type === "checkbox" ? [input, labelElement] : [labelElement, input]))
  if (help) row.append(el("p", { class: "desk-dialog__help", id: described }, help))
  return row
}

/**
 * Asks for a few values. Resolves to an object of them, or null when it is left.
 * `check(values)` returns a sentence to refuse them; `watch(values)` one to show while typing. `lead` and `extra` are
 * elements before and after the fields.
 */
export function ask({ title, fields, submit = "OK", check = () => "", watch = null, lead = [], extra = [], className = "" }) {
  return new Promise((resolve) => {
    let answer = null
    const dialog = openDialog(title, { className, onClose: () => resolve(answer) })
    const error = el("p", { class: "desk-dialog__error", role: "alert" })
    const hint = el("p", { class: "desk-dialog__hint", role: "status" })
    const form = el("form", { method: "dialog", novalidate: true })
    const values = () =>
      Object.fromEntries(
        fields.map(({ name, type }) => [name, type === "checkbox" ? form.elements[name].checked : form.elements[name].value.trim()]),
      )
    form.append(
      ...lead, ...fields.map(fieldRow), ...extra, hint, error,
      el("div", { class: "desk-dialog__buttons" },
        el("button", { type: "submit", class: "button default" }, submit),
        el("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel")),
    )
    if (watch) form.addEventListener("input", () => { hint.textContent = watch(values()) })
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      const refusal = check(values())
      error.textContent = refusal
      if (refusal) return
      answer = values()
      dialog.close()
    })
    dialog.append(form)
    if (watch) hint.textContent = watch(values())
    form.querySelector("input, textarea")?.focus()
  })
}
