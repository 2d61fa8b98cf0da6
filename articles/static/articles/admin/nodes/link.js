// Links: to an article of ours, found by its headline, or to any address.

import { Link as BaseLink } from "django-prose-editor/editor"
import { el, openDialog, uniqueId } from "desk/dialog"
import { desk } from "desk/picker"
import { asked } from "desk/nodes/blocks"
import { plainAddress } from "desk/nodes/addresses"

const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/i
const LOOKS_LIKE_ADDRESS = /^(?:[a-z][a-z0-9+.-]*:|\/|#|www\.)|^[^\s]+\.[a-z]{2,}(?:[/?#:]|$)|^[^\s/]+@[^\s/]+$/i

/** The address as it is stored: "example.com/x" gains https, "a@b.c" mailto; our own lose host and tracking. */
function completeAddress(text) {
  if (!text || /^[/#]/.test(text)) return plainAddress(text)
  if (HAS_SCHEME.test(text) && !/^[^\s/]+\.[a-z]{2,}:\d/i.test(text)) return plainAddress(text)
  return /^[^\s/]+@[^\s/]+$/.test(text) ? `mailto:${text}` : plainAddress(`https://${text}`)
}

function refuseAddress(text) {
  if (!text) return "Choose an article, or give the address the link leads to."
  if (!LOOKS_LIKE_ADDRESS.test(text)) return "This is no address. Choose one of the articles found, or paste an address."
  if (HAS_SCHEME.test(text) && !/^(https?|mailto|tel):/i.test(text) && !/^[^\s/]+\.[a-z]{2,}:\d/i.test(text)) return "A link begins with https://, http://, mailto: or tel:, or with / for a page of this site."
  if (/\s/.test(text)) return "An address holds no spaces."
  return ""
}

async function findArticles(query) {
  const response = await fetch(`${desk().articlesUrl}?${new URLSearchParams({ kind: "articles", q: query })}`).catch(() => null)
  return response?.ok ? (await response.json()).articles : null
}

/** The list of articles under the field: arrows go through it, Enter takes one. */
function articleList(input, onChosen) {
  const listId = uniqueId("desk-found")
  const list = el("ul", { class: "desk-link__found", id: listId, role: "listbox", "aria-label": "Articles" })
  const status = el("p", { class: "desk-dialog__hint", role: "status" })
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list" })) input.setAttribute(name, value)
  let active = -1
  let lastTurn = 0
  const options = () => [...list.children]
  const activate = (index) => {
    active = index
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)))
    if (index < 0) return input.removeAttribute("aria-activedescendant")
    input.setAttribute("aria-activedescendant", options()[index].id)
    options()[index].scrollIntoView({ block: "nearest" })
  }
  const show = async () => {
    const turn = ++lastTurn
    const query = input.value.trim()
    const isAddress = LOOKS_LIKE_ADDRESS.test(query)
    const articles = isAddress ? [] : await findArticles(query)
    if (turn !== lastTurn) return
    list.replaceChildren(...(articles ?? []).map((article) => el("li", {
      role: "option", id: uniqueId("desk-article"), "aria-selected": "false",
      onmousedown: (event) => { event.preventDefault(); onChosen(article) },
    }, el("strong", {}, article.headline), " ", el("span", {}, article.words))))
    activate(-1)
    input.setAttribute("aria-expanded", String(list.children.length > 0))
    if (isAddress) status.textContent = "An address: press Enter to link to it."
    else if (!articles) status.textContent = "The articles could not be searched. Paste an address, or try again."
    else status.textContent = articles.length ? "" : "No live article matches."
    options().forEach((option, at) => { option.dataset.url = articles[at].url })
  }
  let timer
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 150) })
  input.addEventListener("keydown", (event) => {
    const count = options().length
    if (event.key === "ArrowDown" && count) { event.preventDefault(); activate((active + 1) % count) }
    else if (event.key === "ArrowUp" && count) { event.preventDefault(); activate((active - 1 + count) % count) }
  })
  show()
  return { list, status, chosen: () => (active >= 0 ? options()[active].dataset.url : null), headline: () => (active >= 0 ? options()[active].querySelector("strong").textContent : "") }
}

/** Resolves to { href, text } or null; `remove: true` when an existing link is to go. */
function askLink({ href, needsText }) {
  return new Promise((resolve) => {
    let answer = null
    const dialog = openDialog(href ? "Change the link" : "Link", { className: "desk-link", onClose: () => resolve(answer) })
    const input = el("input", { type: "text", id: uniqueId("desk-href"), name: "href", value: href ?? "", autocomplete: "off", placeholder: "Words of a headline, or https://…" })
    const text = el("input", { type: "text", id: uniqueId("desk-text"), name: "text" })
    const error = el("p", { class: "desk-dialog__error", role: "alert" })
    const form = el("form", { method: "dialog", novalidate: true })
    const take = (address, words) => { answer = { href: completeAddress(address), text: text.value.trim() || words }; dialog.close() }
    const found = articleList(input, (article) => take(article.url, article.headline))
    form.append(
      el("div", { class: "desk-dialog__row" }, el("label", { for: input.id }, "Article or address"), input), found.list, found.status,
      ...(needsText ? [el("div", { class: "desk-dialog__row" }, el("label", { for: text.id }, "Text"), text, el("p", { class: "desk-dialog__help" }, "Empty: the article's headline, or the address itself."))] : []),
      error,
      el("div", { class: "desk-dialog__buttons" },
        el("button", { type: "submit", class: "button default" }, href ? "Change" : "Link"),
        ...(href ? [el("button", { type: "button", class: "button", onclick: () => { answer = { isRemoved: true }; dialog.close() } }, "Remove the link")] : []),
        el("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel")))
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      const url = found.chosen()
      if (url) return take(url, found.headline())
      const address = input.value.trim()
      error.textContent = refuseAddress(address)
      if (!error.textContent) take(address, address)
    })
    dialog.append(form)
    input.focus()
    input.select()
  })
}

export async function editLink(editor) {
  const isActive = editor.isActive("link")
  const { empty } = editor.state.selection
  const answer = await asked(editor, askLink({ href: isActive ? editor.getAttributes("link").href : null, needsText: empty && !isActive }))
  if (!answer) return editor.commands.focus()
  const chain = editor.chain().focus()
  const mark = { type: "link", attrs: { href: answer.href } }
  if (answer.isRemoved) chain.extendMarkRange("link").unsetMark("link").run()
  else if (isActive) chain.extendMarkRange("link").setMark("link", mark.attrs).run()
  else if (empty) chain.insertContent({ type: "text", text: answer.text, marks: [mark] }).unsetMark("link").run()
  else chain.setMark("link", mark.attrs).run()
}

export const BodyLink = BaseLink.extend({
  addOptions() {
    return { ...this.parent?.(), autolink: false, openOnClick: false, enableTarget: false, HTMLAttributes: { target: null, rel: null, class: null } }
  },
  addAttributes: () => ({ href: { default: null, parseHTML: (element) => element.getAttribute("href") } }),
  addCommands() {
    return { ...this.parent?.(), addLink: () => ({ editor }) => { editLink(editor); return true } }
  },
  addKeyboardShortcuts() {
    return { "Mod-k": () => { editLink(this.editor); return true } }
  },
  addMenuItems: () => {},
})
