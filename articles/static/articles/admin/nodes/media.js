// What stands elsewhere: videos, posts on social networks; and the slots that recommend our own articles.

import { Extension, Node } from "django-prose-editor/editor"
import { ask, el } from "desk/dialog"
import { choosePicture, pictureOf } from "desk/picker"
import { chooseArticles } from "desk/articles"
import { say } from "desk/writing"
import { asked, blockView, button, data, FOLDED, frameView, insertBlock, kept, SIMPLE, TOP } from "desk/nodes/blocks"
import { field } from "desk/nodes/fields"
import { NETWORKS, recognisePost } from "desk/nodes/networks"

// --- Video

const YOUTUBE = /^(?:www\.|m\.|music\.)?(?:youtube\.com|youtube-nocookie\.com|youtu\.be)$/
const VIMEO = /^(?:www\.|player\.)?vimeo\.com$/

function parseAddress(text) {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

function refuseVideo(text) {
  if (!text) return "Paste the address of the video's page."
  const url = parseAddress(text)
  if (!url || !url.hostname.includes(".")) return "This is not an address. Copy it from the address bar of the video's page."
  if (url.protocol !== "https:") return "The address of a video begins with https://."
  return ""
}

function videoKind(text) {
  const url = parseAddress(text)
  if (refuseVideo(text)) return ""
  if (YOUTUBE.test(url.hostname)) return "YouTube: plays on the page after a click."
  if (VIMEO.test(url.hostname)) return "Vimeo: plays on the page after a click."
  return "Not a player we know: readers get a picture that links to this page."
}

async function askVideo(attrs) {
  let image = attrs.image
  const words = el("span", {}, image ? "A picture is chosen." : "No picture chosen.")
  const poster = el("p", { class: "desk-dialog__row" },
    el("button", { type: "button", class: "button", onclick: async () => {
      const picture = await choosePicture()
      if (picture) { image = picture.uid; words.textContent = `Picture: ${picture.alt || picture.name}` }
    } }, "Choose a picture"), " ", words)
  const answer = await ask({
    title: "Video",
    fields: [
      { name: "url", label: "Address", value: attrs.url, placeholder: "https://www.youtube.com/watch?v=…", help: "YouTube and Vimeo play on the page. Any other page is linked." },
      { name: "title", label: "Title", value: attrs.title, maxlength: 200, help: "What the video shows. Optional." },
    ],
    extra: [poster],
    submit: attrs.url ? "Change" : "Add",
    check: ({ url }) => refuseVideo(url),
    watch: ({ url }) => videoKind(url),
  })
  return answer && { url: parseAddress(answer.url).href, title: answer.title || null, image }
}

export async function addVideo(editor) {
  const attrs = await asked(editor, askVideo({ url: null, title: null, image: null }))
  if (attrs) insertBlock(editor, editor.schema.nodes.video.create(attrs))
  else editor.commands.focus()
}

function drawVideo(attrs, { change, remove }) {
  const image = el("img", { alt: "", hidden: true, "data-picture": attrs.image })
  if (attrs.image) pictureOf(attrs.image).then((picture) => { if (picture?.preview) { image.src = picture.preview; image.hidden = false } })
  return [
    el("strong", {}, attrs.title || "Video"), image,
    el("p", { class: "desk-block__words" }, attrs.url, el("br"), videoKind(attrs.url) || "This address does not work: change it."),
    el("div", { class: "desk-block__tools" },
      button("Change", async () => { const given = await askVideo(attrs); if (given) change(given) }),
      button("Remove", remove)),
  ]
}

const Video = Node.create({
  name: "video",
  group: SIMPLE,
  atom: true,
  draggable: true,
  addAttributes: () => ({ url: data("data-url"), title: data("data-title"), image: data("data-image") }),
  parseHTML: () => [{ tag: "div.video[data-url]" }],
  renderHTML: ({ node: { attrs } }) => [
    "div",
    { class: "video", ...kept({ "data-url": attrs.url, "data-title": attrs.title, "data-image": attrs.image }) },
    ["a", { href: attrs.url }, attrs.title || attrs.url || "Video"],
  ],
  addNodeView: () => blockView("video", "Video", drawVideo),
})

// --- Social post: words and author typed here; nothing is asked of the network

const PostWords = Node.create({
  name: "postWords",
  content: "paragraph+",
  selectable: false,
  parseHTML: () => [{ tag: "figure.social-post > blockquote", priority: 80 }],
  renderHTML: () => ["blockquote", 0],
})

const PostAuthor = field("postAuthor", {
  placeholder: "Author, for example “Ida Lupino (@ida)”", parse: ["figure.social-post > figcaption"], shape: ["figcaption", 0],
})

function askPost(url) {
  const isNew = !url
  const fields = [{ name: "url", label: "Address of the post", value: url ?? "", placeholder: "https://bsky.app/profile/…/post/…", help: `${NETWORKS}.` }]
  if (isNew) fields.push(
    { name: "words", label: "What it says", rows: 4, help: "Readers see these words as a quote with a link; nothing is loaded from the network. An empty line begins a paragraph." },
    { name: "author", label: "Author", maxlength: 200, help: "For example “Ida Lupino (@ida)”." })
  return ask({
    title: "Social post", fields, submit: isNew ? "Add" : "Change",
    check: (values) => (recognisePost(values.url) ? "" : `This is not the address of one post. Open the post by itself, and copy its address. It may be on ${NETWORKS}.`),
    watch: (values) => (recognisePost(values.url) ? `A post on ${recognisePost(values.url).network}.` : ""),
  })
}

export async function addPost(editor) {
  const answer = await asked(editor, askPost(null))
  if (!answer) return editor.commands.focus()
  const { nodes } = editor.schema
  const text = (words) => (words ? editor.schema.text(words) : null)
  const paragraphs = answer.words.split(/\n\s*\n/).map((words) => nodes.paragraph.create({ isBare: false }, text(words.replace(/\s+/g, " ").trim())))
  insertBlock(editor, nodes.socialPost.create({ url: recognisePost(answer.url).url }, [
    nodes.postWords.create(null, paragraphs), nodes.postAuthor.create(null, text(answer.author)),
  ]))
}

const SocialPost = Node.create({
  name: "socialPost",
  group: FOLDED,
  content: "postWords postAuthor",
  isolating: true,
  addAttributes: () => ({ url: data("data-url") }),
  parseHTML: () => [{ tag: "figure.social-post[data-url]", priority: 70 }],
  renderHTML: ({ node: { attrs } }) => ["figure", { class: "social-post", "data-url": attrs.url }, 0],
  addNodeView: () => frameView("post", "Social post", {
    words: ({ attrs }) => `${recognisePost(attrs.url)?.network ?? "Link"}: ${attrs.url}`,
    tools: ({ attrs }, { change }) => [button("Address", async () => {
      const answer = await askPost(attrs.url)
      if (answer) change({ url: recognisePost(answer.url).url })
    })],
  }),
})

// --- Recommended slots

const KINDS = { videos: "Recommended videos", articles: "Recommended articles" }
const FILLS_ITSELF = {
  videos: "Fills itself with the newest articles that have a video; gone while there are none.",
  articles: "Fills itself with other articles; gone while there are none.",
}

function drawRecommended(attrs, { change, remove }) {
  const uids = (attrs.articles ?? "").split(",").filter(Boolean)
  return [
    el("strong", {}, KINDS[attrs.kind]),
    el("p", { class: "desk-block__words" }, uids.length ? `${uids.length} chosen by hand.` : FILLS_ITSELF[attrs.kind]),
    el("div", { class: "desk-block__tools" },
      button("Choose by hand", async () => { const given = await chooseArticles(uids, attrs.kind); if (given) change({ articles: given.join(",") || null }) }),
      button("Let it fill itself", () => change({ articles: null })),
      button("Remove", remove)),
  ]
}

const Recommended = Node.create({
  name: "recommended",
  group: TOP,
  atom: true,
  draggable: true,
  addAttributes: () => ({
    kind: { default: "videos", parseHTML: (slot) => (slot.dataset.kind in KINDS ? slot.dataset.kind : "videos"), renderHTML: () => ({}) },
    articles: data("data-articles"),
  }),
  parseHTML: () => [{ tag: "div.recommended[data-kind]" }],
  renderHTML: ({ node: { attrs } }) => [
    "div",
    { class: "recommended", ...kept({ "data-kind": attrs.kind, "data-articles": attrs.articles }) },
    KINDS[attrs.kind],
  ],
  addNodeView: () => blockView("recommended", "Recommended", drawRecommended),
})

export const addRecommended = (kind) => (editor) => {
  insertBlock(editor, editor.schema.nodes.recommended.create({ kind }))
  say(editor, kind === "videos" ? "Readers see a handful of other articles with a video here." : "Readers see a handful of other articles here.")
}

export const Media = Extension.create({ name: "media", addExtensions: () => [Video, PostWords, PostAuthor, SocialPost, Recommended] })
