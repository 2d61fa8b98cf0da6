// How the article will look in a search engine and as a card where it is shared, as one types.

import { el } from "desk/dialog"

const TITLE = 60
const DESCRIPTION = 160

const cut = (text, length) => (text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text)
const plain = (text) => text.replaceAll("*", "")

function slugOf(headline) {
  return plain(headline).normalize("NFKD").replace(/[^\p{L}\p{N}\s-]/gu, "").trim().toLowerCase().replace(/[\s-]+/g, "-").slice(0, 80)
}

export function showSharing(part, form, desk) {
  const title = el("p", { class: "sharing__title" })
  const address = el("p", { class: "sharing__address" })
  const words = el("p", { class: "sharing__words" })
  const picture = el("img", { class: "sharing__picture", alt: "" })
  const cardTitle = el("p", { class: "sharing__card-title" })
  const host = el("p", { class: "sharing__address" })
  const search = el("div", { class: "sharing__search", role: "group", "aria-label": "In a search engine" }, address, title, words)
  const card = el("div", { class: "sharing__card", role: "group", "aria-label": "As a shared card" }, picture, el("div", {}, host, cardTitle))
  part.querySelector("summary").after(el("div", { class: "sharing" }, search, card))
  const value = (name) => form.elements[name]?.value.trim() ?? ""
  const site = new URL(desk.dataset.publicUrl || location.origin)

  function update() {
    const headline = value("headline") || "The headline"
    title.textContent = cut(value("seo_title") || plain(headline), TITLE)
    cardTitle.textContent = plain(headline)
    words.textContent = cut(value("meta_description") || value("dek") || "The dek, or the beginning of the text.", DESCRIPTION)
    address.textContent = `${site.host} › articles › ${value("slug") || slugOf(headline)}`
    host.textContent = site.host
    const thumbnail = document.querySelector(".field-featured_image img")
    picture.hidden = !thumbnail
    if (thumbnail && picture.src !== thumbnail.src) picture.src = thumbnail.src
  }
  form.addEventListener("input", update)
  form.addEventListener("change", update)
  part.querySelector("details").addEventListener("toggle", update)
  update()
}
