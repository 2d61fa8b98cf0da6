// Quote with attribution, pull quote, editor's note, content warning, verdict, spoiler: text in a frame.

import { Extension, InputRule, Node, pm } from "django-prose-editor/editor"
import { ask } from "desk/dialog"
import { around, asked, button, data, FOLDED, frameView, kept, SIMPLE, toggleFrame, TOP } from "desk/nodes/blocks"
import { field } from "desk/nodes/fields"
import { askMoment, momentWords } from "desk/nodes/moment"

const { TextSelection } = pm.state

// --- Quote: its last line is the attribution, written only when it says something

const Attribution = field("attribution", {
  placeholder: "Who said it, and where (optional)", parse: ["blockquote > footer"], shape: ["footer", 0],
})

export const toggleQuote = (editor) => toggleFrame(editor, "blockquote", { after: ["attribution"] })

const Quote = Node.create({
  name: "blockquote",
  group: SIMPLE,
  content: "simple+ attribution",
  defining: true,
  isolating: true,
  parseHTML: () => [{ tag: "blockquote" }],
  renderHTML: () => ["blockquote", 0],
  addCommands: () => ({ toggleBlockquote: () => ({ editor }) => toggleQuote(editor) }),
  addKeyboardShortcuts() {
    const { editor } = this
    const isInQuote = () => around(editor.state.selection.$from, "blockquote")
    return {
      "Mod-Shift-b": () => toggleQuote(editor),
      // A new paragraph of the quote (by itself the editor would try a second attribution); from an empty one
      // at the end on to the attribution.
      Enter: () => {
        const { $from, empty } = editor.state.selection
        const quote = isInQuote()
        if (!empty || !quote || $from.depth !== quote.depth + 1 || $from.parentOffset !== $from.parent.content.size || $from.parent.type.spec.isField) return false
        const { tr, schema } = editor.state
        const isLast = $from.index(quote.depth) === quote.node.childCount - 2
        if (isLast && !$from.parent.content.size && quote.node.childCount > 2) tr.delete($from.before(), $from.after()).setSelection(TextSelection.near(tr.doc.resolve($from.before()), 1))
        else tr.insert($from.after(), schema.nodes.paragraph.create()).setSelection(TextSelection.create(tr.doc, $from.after() + 1))
        editor.view.dispatch(tr.scrollIntoView())
        return true
      },
      Backspace: () => {
        const { $from, empty } = editor.state.selection
        const quote = isInQuote()
        const isStart = quote && empty && !$from.parentOffset && $from.depth === quote.depth + 1 && !$from.index(quote.depth)
        return !!isStart && toggleQuote(editor)
      },
    }
  },
  addInputRules: () => [new InputRule({
    find: /^\s*>\s$/,
    handler: ({ state, range }) => {
      const { $from } = state.selection
      if ($from.depth !== 1) return null
      const { schema, tr } = state
      tr.delete(range.from, range.to)
      const at = tr.mapping.map($from.before())
      const paragraph = tr.doc.nodeAt(at)
      const quote = schema.nodes.blockquote.create(null, [schema.nodes.paragraph.create(null, paragraph.content), schema.nodes.attribution.create()])
      tr.replaceWith(at, at + paragraph.nodeSize, quote)
      tr.setSelection(TextSelection.create(tr.doc, at + 2))
    },
  })],
})

// --- Frames around text

const aside = (name, cssClass, label, { group = FOLDED, content = "simple+" } = {}) => Node.create({
  name,
  group,
  content,
  defining: true,
  parseHTML: () => [{ tag: `aside.${cssClass}` }],
  renderHTML: () => ["aside", { class: cssClass }, 0],
  addNodeView: () => frameView(cssClass, label),
})

const PullQuote = aside("pullQuote", "pullquote", "Pull quote", { content: "paragraph+" })
const ContentWarning = aside("contentWarning", "content-warning", "Content warning")
const EditorsNote = aside("editorsNote", "editors-note", "Editor’s note", { group: TOP })

// --- Verdict

const SCALE_LIMIT = 100

function readScore({ score, scale }) {
  const number = Number(score.replace(",", "."))
  const most = Number(scale)
  if (!score) return { score: null, scale: null }
  if (!Number.isInteger(most) || most < 1 || most > SCALE_LIMIT) return { refusal: `The scale is a whole number from 1 to ${SCALE_LIMIT}, for example 5 or 10.` }
  if (!/^\d{1,3}([.,]\d)?$/.test(score) || number > most) return { refusal: `The score is a number from 0 to ${most}, with at most one digit after the point.` }
  return { score: String(number), scale: String(most) }
}

async function askScore({ score, scale }) {
  const answer = await ask({
    title: "Verdict",
    fields: [
      { name: "score", label: "Score", value: score ?? "", maxlength: 5, help: "For example 3.5. Empty: words alone." },
      { name: "scale", label: "Out of", value: scale ?? "5", maxlength: 3 },
    ],
    submit: "Keep",
    check: (values) => readScore(values).refusal ?? "",
  })
  return answer && readScore(answer)
}

export async function addVerdict(editor) {
  if (around(editor.state.selection.$from, "verdict")) return toggleFrame(editor, "verdict")
  const attrs = await asked(editor, askScore({}))
  if (attrs) return toggleFrame(editor, "verdict", { attrs })
  return editor.commands.focus()
}

const Verdict = Node.create({
  name: "verdict",
  group: FOLDED,
  content: "simple+",
  defining: true,
  addAttributes: () => ({ score: data("data-score"), scale: data("data-scale") }),
  parseHTML: () => [{ tag: "aside.verdict" }],
  renderHTML: ({ node: { attrs } }) => ["aside", { class: "verdict", ...kept({ "data-score": attrs.score, "data-scale": attrs.scale }) }, 0],
  addNodeView: () => frameView("verdict", "Verdict", {
    words: ({ attrs }) => (attrs.score ? `${attrs.score} out of ${attrs.scale ?? 5}` : "no score, words alone"),
    tools: ({ attrs }, { change }) => [button("Score", async () => { const given = await askScore(attrs); if (given) change(given) })],
  }),
})

// --- Spoiler: open in the editor, folded for readers

const SpoilerLabel = field("spoilerLabel", {
  placeholder: "What is given away, for example “Spoilers for episode 3”",
  parse: ["details.spoiler > summary", "div.desk-spoiler-label"], shape: ["summary", 0], content: "text*", onEnter: "next",
}).extend({ addNodeView: () => () => {
  const dom = document.createElement("div")  // A summary would fold what stands below it, or answer to clicks.
  dom.className = "desk-spoiler-label"
  return { dom, contentDOM: dom }
} })

export const addSpoiler = (editor) => toggleFrame(editor, "spoiler", { before: ["spoilerLabel"], isIntoField: true })

/** A label first, whatever was read. */
function withLabel(details) {
  if (details.querySelector(":scope > summary")) return details
  const copy = details.cloneNode(true)
  copy.prepend(document.createElement("summary"))
  return copy
}

const Spoiler = Node.create({
  name: "spoiler",
  group: TOP,
  content: "spoilerLabel folded+",
  defining: true,
  addAttributes: () => ({ work: data("data-work"), episode: data("data-episode"), days: data("data-days") }),
  parseHTML: () => [{ tag: "details.spoiler", contentElement: withLabel }],
  renderHTML: ({ node: { attrs } }) => [
    "details",
    { class: "spoiler", ...kept({ "data-work": attrs.work, "data-episode": attrs.episode, "data-days": attrs.days }) },
    0,
  ],
  addNodeView: () => frameView("spoiler", "Spoiler", {
    words: ({ attrs }) => momentWords(attrs),
    tools: ({ attrs }, { editor, change }) => [button("What it gives away", async () => {
      const given = await asked(editor, askMoment(attrs))
      if (given) change(given)
    })],
  }),
})

export const Quotes = Extension.create({
  name: "quotes",
  addExtensions: () => [Attribution, Quote, PullQuote, ContentWarning, EditorsNote, Verdict, SpoilerLabel, Spoiler],
})
