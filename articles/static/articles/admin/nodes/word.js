// Word writes a list as paragraphs that look like one: "mso-list:l0 level2 lfo1" says how deep, a span to be
// ignored holds the bullet or number.

const LEVEL = /mso-list:[^;"']*level(\d)/i
const NUMBER = /^\s*(?:\(?(?:\d+|[a-z]{1,4})[.)])/i

const isItem = (element) => element?.tagName === "P" && LEVEL.test(element.dataset.style ?? "")

/** The bullet or number of an item, taken out of it. Word hides it from browsers by comments or by a style. */
function takeMarker(item) {
  const marks = [...item.querySelectorAll("[data-style*='mso-list:Ignore' i]")]
  const marker = marks.map((mark) => mark.textContent).join("") || (/^\s*(?:[·•o§▪–-]|\(?(?:\d+|[a-z])[.)])[\s\u00a0]+/i.exec(item.textContent)?.[0] ?? "")
  if (marks.length) marks.forEach((mark) => mark.remove())
  else if (marker && item.firstChild?.nodeType === Node.TEXT_NODE) item.firstChild.textContent = item.firstChild.textContent.slice(marker.length)
  return marker
}

export function listsFromWord(body) {
  for (const first of [...body.querySelectorAll("p")].filter(isItem)) {
    if (!first.isConnected || first.closest("li")) continue
    const make = (tag) => body.ownerDocument.createElement(tag)
    const levels = []
    let root = null
    for (let item = first; isItem(item);) {
      const following = item.nextElementSibling
      const level = Number(LEVEL.exec(item.dataset.style)[1])
      const tag = NUMBER.test(takeMarker(item)) ? "ol" : "ul"
      while (levels.length && levels.at(-1).level > level && levels.length > 1) levels.pop()
      if (!levels.length) {
        root = make(tag)
        item.before(root)
        levels.push({ level, list: root })
      } else if (levels.at(-1).level < level) {
        const list = make(tag)
        levels.at(-1).list.lastElementChild.append(list)
        levels.push({ level, list })
      }
      const entry = make("li")
      item.removeAttribute("data-style")
      item.removeAttribute("class")
      levels.at(-1).list.append(entry)
      entry.append(item)
      item = following
    }
  }
}
