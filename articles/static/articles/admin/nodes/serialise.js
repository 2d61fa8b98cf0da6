// The body's markup as it is stored (articles/body/README.md), byte for byte.
//
// A block nobody touched is written exactly as it was read: nodes are immutable, so the node itself is the key
// to its source. Only what was changed is written anew, which also keeps long texts quick to type in.

import { Extension, Plugin, pm } from "django-prose-editor/editor"
import { FACTS } from "desk/nodes/rows"

const { DOMParser: Parser, DOMSerializer } = pm.model

/** Browsers write a no-break space by name; it is stored as itself. */
const plain = (html) => html.replaceAll("&nbsp;", "\u00a0")

/** Remembers the source of every top-level block that reads as exactly one node. */
function rememberSources(doc, schema, html, sources) {
  const { body } = new DOMParser().parseFromString(`<body>${html}</body>`, "text/html")
  const elements = [...body.children]
  if (elements.length !== doc.childCount || plain(elements.map((element) => element.outerHTML).join("")) !== html) return
  const parser = Parser.fromSchema(schema)
  elements.forEach((element, index) => {
    const source = plain(element.outerHTML)
    const alone = document.createElement("div")
    alone.append(element)
    const read = parser.parse(alone)
    if (read.childCount === 1 && read.firstChild.eq(doc.child(index))) sources.set(doc.child(index), source)
  })
}

// --- From the editor's elements to the stored ones

/** In an item of one line and lists below it, the line stands by itself. */
function bareItems(root) {
  for (const line of root.querySelectorAll("p[data-bare]")) {
    const item = line.parentElement
    const isAlone = item?.tagName === "LI" && line === item.firstElementChild && [...item.children].every((child) => child === line || /^[UO]L$/.test(child.tagName))
    if (isAlone) line.replaceWith(...line.childNodes)
    else line.removeAttribute("data-bare")
  }
}

function titles(root) {
  for (const title of root.querySelectorAll("[data-box-title]")) {
    const owner = title.closest("aside.factbox") ?? title.parentElement
    if (title.textContent.trim()) owner.setAttribute("data-title", title.textContent.trim())
    title.remove()
  }
}

/** A preset that was left empty is no fact; an empty note is none. */
function rows(root) {
  root.querySelectorAll("dl.cast dd.note:empty").forEach((note) => note.remove())
  for (const row of root.querySelectorAll("aside.factbox > dl > div"))
    if (!row.querySelector("dd")?.hasChildNodes() && (FACTS.includes(row.textContent) || !row.textContent)) row.remove()
}

function scoped(cells, scope) {
  for (const cell of cells) {
    const spans = ["colspan", "rowspan"].map((name) => [name, cell.getAttribute(name)]).filter(([, value]) => value)
    spans.forEach(([name]) => cell.removeAttribute(name))
    if (cell.tagName === "TH") cell.setAttribute("scope", scope)
    spans.forEach(([name, value]) => cell.setAttribute(name, value))
  }
}

/** Rows at the top made of headings alone are the head; of a table of headings, the first. */
function tables(root) {
  for (const block of root.querySelectorAll("div.desk-table")) {
    const lines = [...block.querySelectorAll("tr")]
    const isHead = (line) => [...line.children].every((cell) => cell.tagName === "TH")
    let length = lines.findIndex((line) => !isHead(line))
    if (length < 0) length = lines.length > 1 ? 1 : lines.length
    const table = document.createElement("table")
    const caption = block.querySelector(".desk-caption")
    if (caption?.hasChildNodes()) table.createCaption().append(...caption.childNodes)
    for (const [name, part, scope] of [["thead", lines.slice(0, length), "col"], ["tbody", lines.slice(length), "row"]]) {
      if (!part.length) continue
      const group = document.createElement(name)
      group.append(...part)
      table.append(group)
      part.forEach((line) => scoped(line.children, scope))
    }
    block.replaceWith(table)
  }
}

function stored(root) {
  bareItems(root)
  titles(root)
  rows(root)
  tables(root)
  root.querySelectorAll("blockquote > footer:empty").forEach((footer) => footer.remove())
  return plain(root.innerHTML)
}

export const Serialise = Extension.create({
  name: "serialise",
  addProseMirrorPlugins() {
    const { editor } = this
    const { schema } = editor
    const serializer = DOMSerializer.fromSchema(schema)
    const sources = new WeakMap()
    const write = (node) => {
      if (!sources.has(node)) {
        const root = document.createElement("div")
        root.append(serializer.serializeNode(node))
        sources.set(node, stored(root))
      }
      return sources.get(node)
    }
    editor.getHTML = () => {
      const parts = []
      editor.state.doc.forEach((node) => parts.push(write(node)))
      return parts.join("")
    }
    return [new Plugin({ state: {
      init: (_, { doc }) => rememberSources(doc, schema, editor.options.content, sources),
      apply: () => null,
    } })]
  },
})
