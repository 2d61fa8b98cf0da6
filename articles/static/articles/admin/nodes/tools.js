// Everything an editor can do to the text, once: the toolbar, the Insert menu, the / menu and the help sheet
// are drawn from this list.

import { around, toggleFrame } from "desk/nodes/blocks"
import { canAddNote, addNote } from "desk/nodes/footnote"
import { editLink } from "desk/nodes/link"
import { addPost, addRecommended, addVideo } from "desk/nodes/media"
import { addGallery, addPicture } from "desk/nodes/picture"
import { addSpoiler, addVerdict, toggleQuote } from "desk/nodes/quote"
import { addCast, addFacts } from "desk/nodes/rows"
import { addTable, TABLE_TOOLS } from "desk/nodes/table"
import { addWork } from "desk/nodes/work"

const chain = (editor) => editor.chain().focus()

const mark = (name, label, icon, keys, words = "") => ({
  name, label, icon, keys, words, isToggle: true,
  run: (editor) => chain(editor).toggleMark(name).run(),
  isActive: (editor) => editor.isActive(name),
  canRun: (editor) => editor.can().toggleMark(name),
})

const heading = (level, label, words) => ({
  name: `heading${level}`, label, sign: `H${level}`, keys: `Mod+Alt+${level}`, words, isToggle: true,
  run: (editor) => chain(editor).toggleHeading({ level }).run(),
  isActive: (editor) => editor.isActive("heading", { level }),
})

const frame = (name, label, icon, words, run = (editor) => toggleFrame(editor, name), keys = "") => ({
  name, label, icon, keys, words, isToggle: true, run, isActive: (editor) => editor.isActive(name),
})

const block = (name, label, icon, words, run) => ({ name, label, icon, words, run })

/** Groups in their order; `isOnBar`: the frequent ones, always in sight. The others are in the Insert menu. */
export const GROUPS = [
  { name: "Headings", isOnBar: true, tools: [
    heading(2, "Heading", "h2 title section"), heading(3, "Smaller heading", "h3 subheading"), heading(4, "Smallest heading", "h4"),
  ] },
  { name: "Words", isOnBar: true, tools: [
    mark("bold", "Bold", "format_bold", "Mod+B", "strong"), mark("italic", "Italic", "format_italic", "Mod+I", "emphasis"),
    mark("filmTitle", "Film title", "movie", "Mod+Alt+I", "work cite series book italics"),
    { name: "link", label: "Link", icon: "insert_link", keys: "Mod+K", words: "address url article", isToggle: true, run: editLink, isActive: (editor) => editor.isActive("link") },
  ] },
  { name: "Lists and quotes", isOnBar: true, tools: [
    { name: "bulletList", label: "List", icon: "format_list_bulleted", keys: "Mod+Shift+8", words: "bullets", isToggle: true, run: (editor) => chain(editor).toggleBulletList().run(), isActive: (editor) => editor.isActive("bulletList") },
    { name: "orderedList", label: "Numbered list", icon: "format_list_numbered", keys: "Mod+Shift+7", words: "ordered", isToggle: true, run: (editor) => chain(editor).toggleOrderedList().run(), isActive: (editor) => editor.isActive("orderedList") },
    frame("blockquote", "Quote", "format_quote", "blockquote attribution", toggleQuote, "Mod+Shift+B"),
  ] },
  { name: "Pictures, video, posts", isOnBar: true, tools: [
    block("picture", "Picture", "image", "image photo", addPicture), block("video", "Video", "smart_display", "youtube vimeo trailer", addVideo),
  ] },
  { name: "Pictures, posts, other articles", tools: [
    block("gallery", "Gallery", "photo_library", "pictures images slideshow", addGallery),
    block("socialPost", "Social post", "forum", "bluesky mastodon x twitter instagram threads tiktok embed", addPost),
    block("recommendedVideos", "Recommended videos", "video_library", "related", addRecommended("videos")),
    block("recommendedArticles", "Recommended articles", "library_books", "related read more", addRecommended("articles")),
  ] },
  { name: "Facts", tools: [
    block("workFacts", "Facts of a work", "local_movies", "film series book game director distributor work", addWork("facts")),
    block("workCast", "Cast of a work", "recent_actors", "film series actors crew people work", addWork("cast")),
    block("workTrailer", "Trailer of a work", "play_circle", "film series video work", addWork("trailer")),
    block("workReleases", "Release dates of a work", "event", "film series book game opening premiere work", addWork("releases")),
    block("castList", "Cast list", "groups", "actors crew people role", addCast),
    block("factBox", "Fact box", "fact_check", "release date director running time where to watch rating", addFacts),
    frame("verdict", "Verdict", "stars", "rating score review", addVerdict),
    block("tableBlock", "Table", "grid_on", "rows columns", addTable),
  ] },
  { name: "Beside the text", tools: [
    frame("pullQuote", "Pull quote", "format_size", "callout"), frame("spoiler", "Spoiler", "visibility_off", "fold hide details", addSpoiler),
    frame("contentWarning", "Content warning", "warning_amber", "trigger sensitive"), frame("editorsNote", "Editor's note", "sticky_note_2", "correction update"),
  ] },
  { name: "In the line", tools: [
    { name: "footnote", label: "Footnote", icon: "superscript", sign: "1)", keys: "Mod+Alt+F", words: "note reference", run: addNote, canRun: canAddNote },
    mark("code", "Code", "code", "Mod+E", "monospace"), mark("strike", "Strike", "strikethrough_s", "Mod+Shift+X", "deleted"),
    mark("superscript", "Superscript", "superscript", "Mod+.", "raised"), mark("subscript", "Subscript", "subscript", "Mod+,", "lowered"),
  ] },
  { name: "Between parts", tools: [
    { name: "horizontalRule", label: "Rule", icon: "horizontal_rule", words: "line divider break", run: (editor) => chain(editor).setHorizontalRule().run() },
    { name: "paragraph", label: "Plain paragraph", icon: "notes", keys: "Mod+Alt+0", words: "text normal", run: (editor) => chain(editor).setParagraph().run() },
  ] },
]

export const HISTORY = [
  { name: "undo", label: "Undo", icon: "undo", keys: "Mod+Z", run: (editor) => chain(editor).undo().run(), canRun: (editor) => editor.can().undo() },
  { name: "redo", label: "Redo", icon: "redo", keys: "Mod+Shift+Z", run: (editor) => chain(editor).redo().run(), canRun: (editor) => editor.can().redo() },
]

const MARK_NAMES = new Set(["bold", "italic", "filmTitle", "code", "strike", "superscript", "subscript"])

/** What the / menu offers here: every node, marks last; in a table its rows and columns first. */
export function toolsHere(editor) {
  const table = around(editor.state.selection.$from, "tableBlock")
  const rows = table ? TABLE_TOOLS.map(({ name, label, runAt }) => ({ name, label, icon: "table_rows", words: "table", run: () => runAt(editor, table.pos) })) : []
  const all = GROUPS.flatMap(({ tools }) => tools)
  const isMark = ({ name }) => MARK_NAMES.has(name)
  return [...rows, ...all.filter((tool) => !isMark(tool)), ...all.filter(isMark)]
}

const isMac = /mac|iphone|ipad/i.test(navigator.platform)
const MAC = { Mod: "⌘", Alt: "⌥", Shift: "⇧" }
const PC = { Mod: "Ctrl" }

/** "Mod+Alt+I" as this machine's keyboard says it. */
export const keysAsSaid = (keys) => (keys ?? "").split("+").map((key) => (isMac ? MAC : PC)[key] ?? key).join(isMac ? "" : "+")

export const ariaKeys = (keys) => (keys ? keys.replace("Mod", isMac ? "Meta" : "Control") : null)
