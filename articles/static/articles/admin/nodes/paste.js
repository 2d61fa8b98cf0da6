// Pasted text becomes our vocabulary: what Google Docs, Word, Pages, WordPress and plain pages mean by their
// markup is put into plain elements here; everything else (fonts, colours, classes) the editor leaves out.

import { Extension, Plugin } from "django-prose-editor/editor"
import { plainAddress } from "desk/nodes/addresses"
import { announceArrivals, placeForPicture, takeFiles } from "desk/nodes/arrivals"
import { listsFromWord } from "desk/nodes/word"

/** What styles mean; they are kept as data-style, because the page's policy lets no parser read any style. */
const MARKS_OF_STYLES = [
  [/font-weight:\s*(?:bold|[6-9]00)/i, "strong"],
  [/font-style:\s*(?:italic|oblique)/i, "em"],
  [/text-decoration[\w-]*:[^;]*line-through/i, "s"],
  [/vertical-align:\s*super/i, "sup"],
  [/vertical-align:\s*sub\b/i, "sub"],
]

function withoutStyles(html) {
  return html
    .replace(/<style\b[\s\S]*?<\/style\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'])style\s*=/gi, "$1data-style="))
}

const OWN = /data-pm-slice/
const JUNK = "script, style, meta, link, title, noscript, template, button, input, select, textarea, svg, iframe, object, xml"

function rename(element, tag) {
  const fresh = element.ownerDocument.createElement(tag)
  fresh.append(...element.childNodes)
  element.replaceWith(fresh)
  return fresh
}

const unwrap = (element) => element.replaceWith(...element.childNodes)

const isBlank = (element) => !element.textContent.replace(/[\s\u00a0\u200b\ufeff]/g, "") && !element.querySelector("[data-arriving], hr, td, figure")

/** Titles of a page begin at h2 here; h5 and h6 are the smallest we have. Word's styles name headings too. */
function headings(body) {
  for (const title of body.querySelectorAll("p.MsoTitle, p[class*='MsoHeading']")) rename(title, "h2")
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.tagName[1])
    heading.querySelectorAll("b, strong").forEach(unwrap)
    heading.querySelectorAll("em, strong").forEach((part) => { if (part.textContent === heading.textContent) unwrap(part) })
    const wanted = Math.min(Math.max(level, 2), 4)
    if (level !== wanted) rename(heading, `h${wanted}`)
  }
}

/** Google Docs wraps everything in a bold element that is not bold; styles say what is. */
function marks(body) {
  for (const wrapper of body.querySelectorAll("b[data-style*='font-weight:normal' i], b[data-style*='font-weight: normal' i], b[id^='docs-internal-guid']")) unwrap(wrapper)
  for (const span of body.querySelectorAll("span[data-style]")) {
    const look = span.dataset.style
    const tags = MARKS_OF_STYLES.filter(([pattern]) => pattern.test(look)).map(([, tag]) => tag)
    span.removeAttribute("data-style")
    for (const tag of tags) {
      const mark = span.ownerDocument.createElement(tag)
      mark.append(...span.childNodes)
      span.append(mark)
    }
  }
  // A link's own look is no emphasis; underlining is none either.
  for (const part of body.querySelectorAll("u, ins, font")) unwrap(part)
}

function links(body) {
  for (const link of body.querySelectorAll("a")) {
    const href = link.getAttribute("href") ?? ""
    if (!/^(?:https?:|mailto:|tel:|\/(?!\/)|#)/i.test(href.trim()) || /^#_?(?:ftn|edn|msocom|Toc|Hlk)/i.test(href)) unwrap(link)
    else link.setAttribute("href", plainAddress(href.trim()))
  }
}

/** A quote's source, wherever it was put, is its attribution. */
function quotes(body) {
  for (const quote of body.querySelectorAll("blockquote")) {
    if (quote.closest("figure.social-post")) continue
    const figure = quote.parentElement?.tagName === "FIGURE" ? quote.parentElement : null
    const source = quote.querySelector(":scope > cite, :scope > footer, :scope > p:last-child > cite:only-child") ?? figure?.querySelector("figcaption, cite")
    if (source && source.textContent.trim() !== quote.textContent.trim()) {
      const words = rename(source, "footer")
      quote.append(words)
      words.querySelectorAll("cite").forEach((cite) => { if (cite.textContent.trim() === words.textContent.trim()) unwrap(cite) })
    }
    const isPull = figure?.className.includes("pullquote")
    if (isPull) {
      const aside = quote.ownerDocument.createElement("aside")
      aside.className = "pullquote"
      aside.append(...[...quote.childNodes].map((part) => (part.nodeName === "FOOTER" ? rename(part, "p") : part)))
      figure.replaceWith(aside)
    } else if (figure) figure.replaceWith(quote)
  }
}

/** Two line breaks in a row are a new paragraph; an embed is the link it stands for. */
function paragraphs(body) {
  for (const embed of body.querySelectorAll("figure.wp-block-embed")) {
    const address = embed.textContent.trim()
    if (!/^https?:\/\/\S+$/.test(address)) continue
    const link = body.ownerDocument.createElement("a")
    link.href = address
    link.textContent = address
    const paragraph = body.ownerDocument.createElement("p")
    paragraph.append(link)
    embed.replaceWith(paragraph)
  }
  for (const first of body.querySelectorAll("br")) {
    let next = first.nextSibling
    while (next?.nodeType === Node.TEXT_NODE && !next.textContent.trim()) next = next.nextSibling
    const holder = first.parentElement
    if (next?.nodeName !== "BR" || !holder || !/^(?:P|DIV)$/.test(holder.tagName)) continue
    const rest = holder.cloneNode(false)
    while (next.nextSibling) rest.append(next.nextSibling)
    next.remove()
    first.remove()
    holder.after(rest)
  }
  for (const pre of body.querySelectorAll("pre")) {
    const lines = pre.textContent.replace(/\n+$/, "").split("\n")
    const paragraph = body.ownerDocument.createElement("p")
    const code = body.ownerDocument.createElement("code")
    lines.forEach((line, index) => code.append(...(index ? [body.ownerDocument.createElement("br")] : []), line))
    paragraph.append(code)
    pre.replaceWith(paragraph)
  }
}

const BLOCK = /^(?:P|DIV|H[1-6]|UL|OL|BLOCKQUOTE|TABLE|FIGURE|HR|ASIDE|DETAILS|DL|PRE)$/

const isBetweenBlocks = (end) => [end.previousSibling, end.nextSibling].every((other) => !other || BLOCK.test(other.nodeName) || (other.nodeType === Node.TEXT_NODE && !other.textContent.trim()))

function dropEmpty(body) {
  for (const empty of body.querySelectorAll("p, h2, h3, h4, li, blockquote, br.Apple-interchange-newline"))
    if (isBlank(empty)) empty.remove()
  for (const end of body.querySelectorAll(":scope > br")) if (isBetweenBlocks(end)) end.remove()
  for (const list of body.querySelectorAll("ul, ol")) if (!list.children.length) list.remove()
}

/** Lists nested beside their item (Google Docs, old Word) belong into it. */
function nestLists(body) {
  for (const list of body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) {
    const item = list.previousElementSibling
    if (item?.tagName === "LI") item.append(list)
    else rename(list, "li").replaceChildren(list)
  }
}

function pictures(body) {
  const places = []
  for (const image of body.querySelectorAll("img")) {
    const place = placeForPicture(image)
    if (!place) { image.remove(); continue }
    const figure = image.closest("figure")
    const block = figure ?? image.closest("p, h2, h3, h4, li, blockquote")
    if (figure) figure.replaceWith(place)
    else if (block) { block.after(place); image.remove() } else image.replaceWith(place)
    places.push(place)
  }
  return places.length
}

export function cleanPaste(html) {
  const { body } = new DOMParser().parseFromString(withoutStyles(html), "text/html")
  if (OWN.test(html)) return { html: body.innerHTML, pictureCount: 0 }
  const comments = document.createNodeIterator(body, NodeFilter.SHOW_COMMENT)
  for (let comment = comments.nextNode(); comment; comment = comments.nextNode()) comment.remove()
  body.querySelectorAll(JUNK).forEach((junk) => junk.remove())
  listsFromWord(body)
  marks(body)
  headings(body)
  links(body)
  quotes(body)
  nestLists(body)
  const pictureCount = pictures(body)
  paragraphs(body)
  dropEmpty(body)
  return { html: body.innerHTML, pictureCount }
}

export const BodyPaste = Extension.create({
  name: "bodyPaste",
  priority: 1100,
  addProseMirrorPlugins() {
    const { editor } = this
    return [new Plugin({ props: {
      transformPastedHTML: (html) => {
        const { html: cleaned, pictureCount } = cleanPaste(html)
        if (pictureCount) announceArrivals(editor, pictureCount)
        return cleaned
      },
      handlePaste: (_view, event) => takeFiles(editor, event.clipboardData),
      handleDrop: (_view, event, _slice, isMoved) => !isMoved && takeFiles(editor, event.dataTransfer),
    } })]
  },
})
