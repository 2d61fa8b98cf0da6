// Paragraph, headings, lists and rule with the places they may stand in, and the marks.

import {
  Bold, BulletList, Code as BaseCode, Extension, HorizontalRule, Italic, ListItem as BaseListItem, Node, Paragraph as BaseParagraph,
  Heading as BaseHeading, Strike as BaseStrike, Subscript, Superscript, Text, wrappingInputRule,
} from "django-prose-editor/editor"
import { FilmTitle, OrderedList } from "desk/writing"
import { SIMPLE } from "desk/nodes/blocks"

/** The text itself. */
const Document = Node.create({ name: "doc", topNode: true, content: "block+" })

/** `isBare`: the line of a list item that has no `<p>` of its own in the markup; serialise.js writes it so. */
const Paragraph = BaseParagraph.extend({
  group: SIMPLE,
  addAttributes: () => ({ isBare: { default: true, parseHTML: (line) => line.hasAttribute("data-bare"), renderHTML: () => ({}) } }),
  renderHTML: ({ node }) => ["p", node.attrs.isBare ? { "data-bare": "" } : {}, 0],
})

const Heading = BaseHeading.extend({ group: SIMPLE }).configure({ levels: [2, 3, 4] })
const ListItem = BaseListItem.extend({ content: "paragraph simple*" })
const Bullets = BulletList.extend({ group: `${SIMPLE} list` })
const Numbers = OrderedList.extend({
  group: `${SIMPLE} list`,
  addInputRules() {
    return [wrappingInputRule({ find: /^1\.\s$/, type: this.type })]
  },
}).configure({ enableListAttributes: false })
const Rule = HorizontalRule.extend({ group: SIMPLE })

const Code = BaseCode.extend({ parseHTML: () => ["code", "tt", "kbd", "samp"].map((tag) => ({ tag })) })
const Strike = BaseStrike.extend({
  parseHTML: () => ["s", "del", "strike"].map((tag) => ({ tag })),
  // Not Ctrl+Shift+S: the form takes that for saving.
  addKeyboardShortcuts() {
    return { "Mod-Shift-x": () => this.editor.commands.toggleStrike() }
  },
})
const Super = Superscript.extend({
  parseHTML: () => [{ tag: "sup" }, { style: "vertical-align", getAttrs: (value) => value === "super" && null }],
})
const Sub = Subscript.extend({
  parseHTML: () => [{ tag: "sub" }, { style: "vertical-align", getAttrs: (value) => value === "sub" && null }],
})

/** What a line may hold; the editor of footnotes uses the same. */
export const MARKS = [Bold, Italic, FilmTitle, Code, Strike, Super, Sub]
export { BaseParagraph as PlainParagraph, Text }

export const Texts = Extension.create({
  name: "texts",
  addExtensions: () => [Document, Paragraph, Heading, ListItem, Bullets, Numbers, Rule, ...MARKS],
})
