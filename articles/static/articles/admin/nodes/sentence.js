// A link from the desk leads to the very sentence: #sentence=… (and &phrase=…, the words in it that matter), percent
// encoded. Marks, typographic characters and capitals do not count.

import { Extension, pm } from "django-prose-editor/editor"
import { el } from "desk/dialog"

const { NodeSelection, TextSelection } = pm.state

const ALIKE = [[/[‘’‚‛ʼ′]/, "'"], [/[“”„«»‹›″]/, "\""], [/[‐‑‒–—―−]/, "-"], [/\s/, " "], [/\u00ad|\u200b|\u2060/, ""], [/…/, "..."]]

/** One letter in the spelling that is compared; it may become several or none. */
function plain(letter) {
  for (const [pattern, spelling] of ALIKE) if (pattern.test(letter)) return spelling
  return letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
}

const plainText = (text) => [...text].map(plain).join("").replace(/ +/g, " ").trim()

/** A line as it is compared, and for each of its letters the place in the text: `places` has one more, the end. */
function spelled(line, start) {
  let text = ""
  const places = []
  const put = (letters, pos) => {
    for (const letter of letters) {
      if (letter === " " && (!text || text.endsWith(" "))) continue
      text += letter
      places.push(pos)
    }
  }
  let end = start
  line.forEach((node, offset) => {
    const pos = start + offset
    if (node.isText) {
      let at = pos
      for (const letter of node.text) { put(plain(letter), at); at += letter.length }
      end = at
    } else if (node.type.name === "hardBreak") put(" ", pos)
  })
  return { text, places: [...places, end] }
}

/** Where the words stand in the document: { from, to }, or { atom } for those inside a block that is no running text. */
function find(doc, words, within = null) {
  const wanted = plainText(words)
  let found = null
  if (!wanted) return null
  doc.descendants((node, pos) => {
    if (found || (within && (pos + node.nodeSize < within.from || pos > within.to))) return false
    if (node.isAtom && !node.isText && plainText(node.textContent).includes(wanted)) found = { atom: pos }
    if (node.isAtom) return false
    if (!node.isTextblock) return true
    found = inLine(spelled(node, pos + 1), wanted, within)
    return !found
  })
  return found
}

function inLine({ text, places }, wanted, within) {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const range = { from: places[at], to: places[at + wanted.length - 1] + 1 }
    if (!within || (range.from >= within.from && range.to <= within.to)) return range
  }
  return null
}

function wantedHere() {
  const asked = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"))
  return { sentence: asked.get("sentence") ?? "", phrase: asked.get("phrase") ?? "" }
}

/** Above the text: below a long one nobody would see it. */
function notice(editor, words) {
  const box = editor.view.dom.closest(".prose-editor")
  box.querySelector(":scope > .desk-notice")?.remove()
  if (!words) return
  const place = el("p", { class: "desk-notice", role: "status" })
  box.prepend(place)
  place.textContent = words  // After it stands there: only then it is read out.
  place.scrollIntoView({ block: "center" })
}

function goTo(editor, { sentence, phrase }) {
  const { doc, tr } = editor.state
  const whole = find(doc, sentence)
  const words = whole?.atom === undefined && phrase ? find(doc, phrase, whole) : null
  const found = words ?? whole
  notice(editor, found ? "" : `This sentence is not in the text any more: “${sentence || phrase}”`)
  if (!found) return
  const selection = found.atom === undefined ? TextSelection.create(doc, found.from, found.to) : NodeSelection.create(doc, found.atom)
  editor.view.focus()
  editor.view.dispatch(tr.setSelection(selection))
  const { node } = editor.view.domAtPos(selection.from)
  const element = node.nodeType === window.Node.TEXT_NODE ? node.parentElement : node
  element.scrollIntoView({ block: "center" })
}

export const Sentence = Extension.create({
  name: "sentence",
  onCreate({ editor }) {
    if (!editor.isEditable) return
    const go = () => { const wanted = wantedHere(); if (wanted.sentence || wanted.phrase) goTo(editor, wanted) }
    // When the page has come to rest: the browser puts the focus into the headline first.
    if (document.readyState === "complete") requestAnimationFrame(go)
    else window.addEventListener("load", () => requestAnimationFrame(go), { once: true })
    window.addEventListener("hashchange", go)
  },
})
