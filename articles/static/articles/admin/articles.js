// Choosing articles by hand, in order, for a recommended slot.

import { el, openDialog } from "desk/dialog"
import { desk } from "desk/picker"

async function findArticles(parameters) {
  const response = await fetch(`${desk().articlesUrl}?${new URLSearchParams(parameters)}`)
  if (!response.ok) return []
  return (await response.json()).articles
}

const WORDS = {
  videos: { title: "Recommended videos, by hand", search: "Search live articles with a video", none: "No live article with a video matches." },
  articles: { title: "Recommended articles, by hand", search: "Search live articles", none: "No live article matches." },
}

/** Resolves to a list of uids in order, or null when the dialog is left. `kind`: "videos" or "articles". */
export function chooseArticles(uids, kind = "videos") {
  const words = WORDS[kind]
  return new Promise((resolve) => {
    let answer = null
    const dialog = openDialog(words.title, { className: "desk-articles", onClose: () => resolve(answer) })
    const chosen = el("ol", { class: "desk-articles__chosen", "aria-label": "Chosen" })
    const found = el("ul", { class: "desk-articles__found", "aria-label": "Found" })
    const search = el("input", { type: "search", "aria-label": words.search, placeholder: words.search })

    const add = (article) => {
      if ([...chosen.children].some((row) => row.dataset.uid === article.uid)) return
      const row = el("li", { "data-uid": article.uid }, article.headline, " ",
        el("button", { type: "button", class: "desk-block__button", "aria-label": `Remove ${article.headline}`, onclick: () => row.remove() }, "Remove"))
      chosen.append(row)
    }
    let asked = 0
    const show = async () => {
      const turn = ++asked
      const articles = await findArticles({ kind, q: search.value })
      if (turn !== asked) return
      found.replaceChildren(...articles.map((article) =>
        el("li", {}, el("button", { type: "button", class: "desk-block__button", onclick: () => add(article) }, `Add “${article.headline}”`))))
      if (!articles.length) found.append(el("li", {}, words.none))
    }
    let timer
    search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 200) })
    const keep = () => { answer = [...chosen.children].map((row) => row.dataset.uid); dialog.close() }
    dialog.append(chosen, search, found, el("div", { class: "desk-dialog__buttons" },
      el("button", { type: "button", class: "button default", onclick: keep }, "Keep"),
      el("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel")))
    if (uids.length) findArticles(uids.map((uid) => ["uid", uid])).then((articles) => uids.forEach((uid) => {
      const article = articles.find((one) => one.uid === uid)
      if (article) add(article)
    }))
    search.focus()
    show()
  })
}
