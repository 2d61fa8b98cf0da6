// What every text field with formatting shares: film titles, links, smart typing, clean paste, and a
// toolbar that is one tab stop. Loaded by the field itself, through the page's import map.

import {
  Extension, Link as BaseLink, Mark, OrderedList as BaseOrderedList, Plugin, textInputRule,
} from "django-prose-editor/editor"
import { ask, el } from "desk/dialog"

/** A film's or other work's title: <cite>, shown in italics. */
export const FilmTitle = Mark.create({
  name: "filmTitle",
  keepOnSplit: false,
  parseHTML: () => [{ tag: "cite" }],
  renderHTML: () => ["cite", 0],
  addKeyboardShortcuts() {
    return { "Mod-Alt-i": () => this.editor.commands.toggleMark(this.name) }
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "filmTitle", groups: "marks", button: buttons.material("movie", "Film title"),
      active: (editor) => editor.isActive("filmTitle"),
      enabled: (editor) => editor.can().toggleMark("filmTitle"),
      command: (editor) => editor.chain().focus().toggleMark("filmTitle").run(),
    })
  },
})

const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/i

/** The address as it is stored: "example.com/x" gains https, "a@b.c" mailto. */
function completeAddress(text) {
  if (!text || HAS_SCHEME.test(text) || /^[/#]/.test(text)) return text
  return /^[^\s/]+@[^\s/]+$/.test(text) ? `mailto:${text}` : `https://${text}`
}

function refuseAddress(text) {
  if (!text) return "Give the address the link leads to."
  if (HAS_SCHEME.test(text) && !/^(https?|mailto):/i.test(text)) return "A link begins with https://, http:// or mailto:, or with / for a page of this site."
  if (/\s/.test(text)) return "An address holds no spaces."
  return ""
}

async function editLink(editor) {
  const isActive = editor.isActive("link")
  const { empty } = editor.state.selection
  const fields = [{ name: "href", label: "Address", value: editor.getAttributes("link").href, placeholder: "https://" }]
  if (empty && !isActive) fields.push({ name: "text", label: "Text", help: "Empty: the address itself." })
  const answer = await ask({ title: isActive ? "Change the link" : "Link", fields, submit: isActive ? "Change" : "Link", check: ({ href }) => refuseAddress(href) })
  if (!answer) return editor.commands.focus()
  const href = completeAddress(answer.href)
  const chain = editor.chain().focus()
  if (isActive) chain.extendMarkRange("link").setMark("link", { href }).run()
  else if (empty) chain.insertContent({ type: "text", text: answer.text || answer.href, marks: [{ type: "link", attrs: { href } }] }).unsetMark("link").run()
  else chain.setMark("link", { href }).run()
}

export const Link = BaseLink.extend({
  addOptions() {
    return { ...this.parent?.(), autolink: false, enableTarget: false, HTMLAttributes: { target: null, rel: null, class: null } }
  },
  addCommands() {
    return { ...this.parent?.(), addLink: () => ({ editor }) => { editLink(editor); return true } }
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "link", groups: "link", button: buttons.material("insert_link", "Link"),
      active: (editor) => editor.isActive("link"), command: (editor) => editLink(editor),
    })
    menu.defineItem({
      name: "unlink", groups: "link", button: buttons.material("link_off", "Remove the link"),
      hidden: (editor) => !editor.isActive("link"), command: (editor) => editor.chain().focus().unsetLink().run(),
    })
  },
})

/** A numbered list begins with one and counts in figures: our vocabulary has no attributes for it. */
export const OrderedList = BaseOrderedList.extend({ addAttributes: () => ({}), addNodeView: () => null })

/** Curly quotes, dashes and the ellipsis, as one types. Backspace right after takes one back. */
export const SmartTyping = Extension.create({
  name: "smartTyping",
  addInputRules: () => [
    textInputRule({ find: /(?:^|[\s{[(<'"\u2018\u201c\u2014\u2013])(")$/, replace: "\u201c" }),
    textInputRule({ find: /"$/, replace: "\u201d" }),
    textInputRule({ find: /(?:^|[\s{[(<'"\u2018\u201c\u2014\u2013])(')$/, replace: "\u2018" }),
    textInputRule({ find: /'$/, replace: "\u2019" }),
    textInputRule({ find: /\.\.\.$/, replace: "\u2026" }),
    textInputRule({ find: /(?<=\d)--$/, replace: "\u2013" }),
    textInputRule({ find: /--$/, replace: "\u2014" }),
  ],
})

const LIST_NUMBER = /^\s*(\d+|[a-z]{1,3})[.)]/i

/** Word pastes a list as paragraphs that look like one: make it a list. */
function listsFromWord(root) {
  for (const first of root.querySelectorAll("p[style*='mso-list:']")) {
    if (!first.isConnected || first.closest("li")) continue
    const marker = first.querySelector("[style*='mso-list:Ignore' i]")?.textContent ?? first.textContent
    const list = root.ownerDocument.createElement(LIST_NUMBER.test(marker) ? "ol" : "ul")
    first.before(list)
    for (let item = first; item?.matches("p[style*='mso-list:']"); item = list.nextElementSibling) {
      item.querySelectorAll("[style*='mso-list:Ignore' i]").forEach((mark) => mark.remove())
      const entry = root.ownerDocument.createElement("li")
      list.append(entry)
      entry.append(item)
    }
  }
}

function cleanPaste(html, onPicture) {
  const { body } = new DOMParser().parseFromString(html, "text/html")
  if (body.querySelector("img")) onPicture()
  listsFromWord(body)
  for (const heading of body.querySelectorAll("h1, h5, h6")) {
    const level = heading.ownerDocument.createElement(heading.tagName === "H1" ? "h2" : "h4")
    level.append(...heading.childNodes)
    heading.replaceWith(level)
  }
  return body.innerHTML
}

/** Says a sentence under the text field, for people who see it and for those who hear it. */
export function say(editor, sentence) {
  const box = editor.view.dom.closest(".prose-editor")
  let place = box.querySelector(":scope > .desk-say")
  if (!place) box.append((place = el("p", { class: "desk-say", role: "status" })))
  place.textContent = sentence
}

export const CleanPaste = Extension.create({
  name: "cleanPaste",
  addProseMirrorPlugins() {
    const { editor } = this
    const onPicture = () => say(editor, "Pictures do not come along when text is pasted: add them with the picture button.")
    return [new Plugin({ props: { transformPastedHTML: (html) => cleanPaste(html, onPicture) } })]
  },
})

const LABELS = {
  heading2: "Heading", heading3: "Smaller heading", heading4: "Smallest heading", paragraph: "Plain paragraph",
  bold: "Bold (Ctrl+B)", italic: "Italic (Ctrl+I)", filmTitle: "Film title, in italics (Ctrl+Alt+I)", link: "Link (Ctrl+K)",
  bulletList: "List", orderedList: "Numbered list", blockquote: "Quote", horizontalRule: "Rule between parts",
  "history:undo": "Undo (Ctrl+Z)", "history:redo": "Redo (Ctrl+Shift+Z)",
}

const shownButtons = (toolbar) => [...toolbar.querySelectorAll("button[data-name]:not(.hidden)")]

function moveWithin(toolbar, event) {
  const buttons = shownButtons(toolbar)
  const steps = { ArrowRight: 1, ArrowLeft: -1 }
  let next = buttons.indexOf(document.activeElement)
  if (event.key in steps) next = (next + steps[event.key] + buttons.length) % buttons.length
  else if (event.key === "Home") next = 0
  else if (event.key === "End") next = buttons.length - 1
  else return
  event.preventDefault()
  buttons.forEach((button, index) => { button.tabIndex = index === next ? 0 : -1 })
  buttons[next].focus()
}

function describe(toolbar) {
  const buttons = shownButtons(toolbar)
  if (!buttons.some((button) => button.tabIndex === 0)) buttons.forEach((button, index) => { button.tabIndex = index ? -1 : 0 })
  for (const button of toolbar.querySelectorAll("button[data-name]")) {
    const isToggle = !/^history|^horizontalRule|^unlink|^insert/.test(button.dataset.name)
    if (isToggle) button.setAttribute("aria-pressed", button.classList.contains("active"))
    button.setAttribute("aria-disabled", button.classList.contains("disabled"))
    if (button.classList.contains("hidden")) button.tabIndex = -1
  }
}

function makeToolbar(editor, textarea, name) {
  const toolbar = textarea.closest(".prose-editor").querySelector(".prose-menubar")
  if (!toolbar) return
  toolbar.setAttribute("role", "toolbar")
  toolbar.setAttribute("aria-label", `Formatting: ${name}`)
  for (const button of toolbar.querySelectorAll("button")) {
    button.tabIndex = -1
    const label = LABELS[button.dataset.name]
    if (label) { button.title = label; button.setAttribute("aria-label", label) }
  }
  toolbar.addEventListener("keydown", (event) => moveWithin(toolbar, event))
  editor.on("transaction", () => describe(toolbar))
  describe(toolbar)
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") toolbar.querySelector("button[tabindex='0']")?.focus()
  })
}

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  const surface = editor.view.dom
  surface.setAttribute("role", "textbox")
  surface.setAttribute("aria-multiline", "true")
  surface.setAttribute("spellcheck", "true")
  if (label) {
    label.id ||= `${textarea.id}_label`
    surface.setAttribute("aria-labelledby", label.id)
    label.addEventListener("click", () => editor.commands.focus())
  }
  const described = textarea.getAttribute("aria-describedby")
  if (described) surface.setAttribute("aria-describedby", described)
  if (textarea.getAttribute("aria-invalid")) surface.setAttribute("aria-invalid", "true")
  const name = (label?.textContent ?? "text").trim().replace(/:$/, "").toLowerCase()
  // The menu is made when the editor has told everyone that it exists, which is after it is ready.
  const arrange = () => makeToolbar(editor, textarea, name)
  if (textarea.closest(".prose-editor").querySelector(".prose-menubar")) arrange()
  else editor.on("create", arrange)
})

