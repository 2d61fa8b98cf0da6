// The session has ended while somebody was writing: she signs in within the page and goes on.

import { csrfToken, el, openDialog } from "desk/dialog"

const SILENT = "The server does not answer. Your text is still here: try again in a moment."
const WRONG = "This user name and password do not go together."

/** A sentence if it did not work, else "". */
async function signIn(url, username, password) {
  // The page of the form sets the cookie that the token is compared with.
  await fetch(url, { redirect: "manual" }).catch(() => null)
  const body = new URLSearchParams({ username, password, csrfmiddlewaretoken: csrfToken(), next: url })
  const response = await fetch(url, { method: "POST", body, redirect: "manual" }).catch(() => null)
  if (!response) return SILENT
  if (response.type === "opaqueredirect") return ""
  const page = new DOMParser().parseFromString(await response.text(), "text/html")
  return page.querySelector("main p, .errornote")?.textContent.trim() || WRONG
}

/** Resolves to whether she is signed in again. */
export function askToSignIn({ loginUrl, userName }) {
  return new Promise((resolve) => {
    let isSignedIn = false
    const dialog = openDialog("You are signed out", { onClose: () => resolve(isSignedIn) })
    const field = (label, attributes) => {
      const id = `sign-in-${attributes.name}`
      return el("p", { class: "desk-dialog__row" }, el("label", { for: id }, label), el("input", { id, class: "desk-dialog__text", required: true, ...attributes }))
    }
    const error = el("p", { class: "desk-dialog__error", role: "alert" })
    const form = el("form", { method: "dialog" },
      el("p", {}, "Your text is still here. Sign in and go on where you were."),
      field("User name", { name: "username", type: "text", value: userName, autocomplete: "username" }),
      field("Password", { name: "password", type: "password", autocomplete: "current-password" }),
      error,
      el("div", { class: "desk-dialog__buttons" },
        el("button", { type: "submit", class: "button default" }, "Sign in"),
        el("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Not now")))
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      error.textContent = ""
      error.textContent = await signIn(loginUrl, form.elements.username.value, form.elements.password.value)
      if (error.textContent) return form.elements.password.select()
      isSignedIn = true
      dialog.close()
    })
    dialog.append(form)
    form.elements.password.focus()
  })
}
