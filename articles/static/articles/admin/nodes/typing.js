// Quotation marks, dashes and the ellipsis as one types, in the manner of the text's language; never in code
// (input rules leave marked code alone). And TK, the mark of unfinished work, made visible.

import { Extension, InputRule, Plugin, pm, textInputRule } from "django-prose-editor/editor"

const { Decoration, DecorationSet } = pm.view
const THIN = "\u202f"  // narrow no-break space, as French sets quotation marks

/** Double and single quotation marks, opening and closing, and the dash for "--". */
const MANNERS = {
  en: ["“", "”", "‘", "’", "—"],
  de: ["„", "“", "‚", "‘", "–"],
  fr: [`«${THIN}`, `${THIN}»`, "‘", "’", "–"],
  es: ["«", "»", "“", "”", "—"],
  it: ["«", "»", "“", "”", "–"],
  pl: ["„", "”", "‚", "’", "–"],
  sv: ["”", "”", "’", "’", "–"],
  nl: ["“", "”", "‘", "’", "–"],
}
MANNERS.pt = MANNERS.en
MANNERS.da = MANNERS.nb = MANNERS.nn = MANNERS.no = MANNERS.fr.with(0, "«").with(1, "»")
MANNERS.fi = MANNERS.sv
MANNERS.cs = MANNERS.sk = MANNERS.de

/** The field's own language, else the page's. */
function mannerOf(editor) {
  const said = editor.options.element?.querySelector?.("textarea")?.lang || document.documentElement.lang
  return MANNERS[(said || "en").toLowerCase().split("-")[0]] ?? MANNERS.en
}

const OPENS = "(?:^|[\\s{[(<'\"\u2018\u201a\u201c\u201e\u00ab\u2014\u2013/])"

/** A rule that also leaves alone what is about to be code: a mark just switched on has no text yet. */
function outsideCode(editor, rule) {
  const handler = (props) => (editor.state.storedMarks?.some(({ type }) => type.spec.code) ? null : rule.handler(props))
  return new InputRule({ find: rule.find, handler })
}

function rulesFor([open, close, openSingle, closeSingle, dash]) {
  const apostrophe = "\u2019"
  return [
    { find: new RegExp(`${OPENS}(")$`), replace: open },
    { find: /"$/, replace: close },
    // A decade begins with an apostrophe, which typing took for an opening mark: ’90s.
    { find: new RegExp(`(?:^|\\s)(${openSingle})\\d$`), replace: apostrophe },
    { find: new RegExp(`${OPENS}(')$`), replace: openSingle },
    { find: /(?<=[\p{L}\p{N}])'$/u, replace: closeSingle === "\u2018" ? apostrophe : closeSingle },
    { find: /'$/, replace: closeSingle },
    { find: /\.\.\.$/, replace: "\u2026" },
    { find: /(?<=\d)--$/, replace: "\u2013" },
    { find: /--$/, replace: dash },
  ]
}

export const Typography = Extension.create({
  name: "typography",
  addInputRules() {
    return rulesFor(mannerOf(this.editor)).map((rule) => outsideCode(this.editor, textInputRule(rule)))
  },
})

// --- TK, as articles/checklist.py looks for it

const TK = /\b(?:TK)+\b/g

function marksOf(node, pos) {
  const found = []
  for (const { index, 0: letters } of node.text.matchAll(TK))
    found.push(Decoration.inline(pos + index, pos + index + letters.length, { class: "desk-tk", title: "Still to come: you are warned before it is published" }))
  return found
}

function allMarks(doc) {
  const found = []
  doc.descendants((node, pos) => { if (node.isText) found.push(...marksOf(node, pos)) })
  return DecorationSet.create(doc, found)
}

export const Unfinished = Extension.create({
  name: "unfinished",
  addProseMirrorPlugins: () => [new Plugin({
    state: {
      init: (_, { doc }) => allMarks(doc),
      apply: (tr, old) => (tr.docChanged ? allMarks(tr.doc) : old),
    },
    props: { decorations(state) { return this.getState(state) } },
  })],
})
