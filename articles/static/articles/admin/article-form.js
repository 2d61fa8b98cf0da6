// The article's form beyond plain HTML: chips for tags, ordered bylines,
// Ctrl+S, and a word before leaving unsaved text. Without this file every field still works as it stands.

import { el, uniqueId } from "desk/dialog"

const form = document.querySelector("#article_form")

// --- Saving

function watchForUnsavedText() {
  let isDirty = form.querySelector(".errornote") !== null
  form.addEventListener("input", () => { isDirty = true })
  form.addEventListener("change", () => { isDirty = true })
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name !== "_preview") isDirty = false
  })
  window.addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault() })
}

function saveOnKey() {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s" || event.altKey) return
    event.preventDefault()
    form.requestSubmit(form.querySelector("[name=_save]"))
  })
}

/** The publish button says whether it schedules. */
function nameThePublishButton() {
  const button = form.querySelector("[name=_publish][data-schedule]")
  const date = form.elements.published_at
  if (!button || !date) return
  const now = button.textContent
  const update = () => {
    const isFuture = date.value && date.value > document.querySelector("#desk-now").dataset.now
    button.textContent = isFuture ? button.dataset.schedule : now
  }
  date.addEventListener("input", update)
  update()
}

// --- Tags

const splitTags = (text) => text.split(",").map((name) => name.trim()).filter(Boolean)

function makeTagBox(source) {
  const names = splitTags(source.value)
  const listId = uniqueId("tag-suggestions")
  const chips = el("ul", { class: "tag-box__chips", "aria-label": "Chosen" })
  const input = el("input", {
    type: "text", id: source.id, class: "tag-box__input", role: "combobox", autocomplete: "off", maxlength: 600,
    "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list", "aria-describedby": source.getAttribute("aria-describedby"),
    placeholder: "Type a tag, then Enter",
  })
  const list = el("ul", { class: "tag-box__list", id: listId, role: "listbox", "aria-label": "Suggestions", hidden: true })
  const live = el("span", { class: "visually-hidden", role: "status" })
  let active = -1

  const same = (one, other) => one.localeCompare(other, undefined, { sensitivity: "base" }) === 0
  const write = () => {
    source.value = names.join(", ")
    source.dispatchEvent(new Event("input", { bubbles: true }))
  }
  const draw = () => chips.replaceChildren(...names.map((name) =>
    el("li", {}, name, el("button", { type: "button", "aria-label": `Remove the tag ${name}`, onclick: () => { names.splice(names.indexOf(name), 1); write(); draw(); input.focus() } }, "×"))))
  const close = () => { list.hidden = true; active = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant") }
  const add = (text) => {
    for (const name of splitTags(text)) if (!names.some((one) => same(one, name))) { names.push(name); live.textContent = `Added ${name}` }
    input.value = ""
    close(); write(); draw()
  }
  const options = () => [...list.children]
  const activate = (index) => {
    active = index
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)))
    if (index >= 0) { input.setAttribute("aria-activedescendant", options()[index].id); options()[index].scrollIntoView({ block: "nearest" }) }
  }
  let asked = 0
  const suggest = async () => {
    const turn = ++asked
    const query = input.value.trim()
    if (!query) return close()
    const response = await fetch(`${source.dataset.tagsUrl}?${new URLSearchParams({ q: query })}`).catch(() => null)
    const found = response?.ok ? (await response.json()).tags : []
    if (turn !== asked || !input.value.trim()) return
    const fresh = found.filter((name) => !names.some((one) => same(one, name)))
    list.replaceChildren(...fresh.map((name) => el("li", { role: "option", id: uniqueId("tag"), "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); add(name) } }, name)))
    active = -1
    list.hidden = !fresh.length
    input.setAttribute("aria-expanded", String(!!fresh.length))
  }
  let timer
  input.addEventListener("input", (event) => {
    event.stopPropagation()
    if (input.value.includes(",")) return add(input.value)
    clearTimeout(timer)
    timer = setTimeout(suggest, 120)
  })
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : options().length
    if (event.key === "Enter") {
      event.preventDefault()
      if (active >= 0) add(options()[active].textContent)
      else if (input.value.trim()) add(input.value)
    } else if (event.key === "ArrowDown" && count) { event.preventDefault(); activate((active + 1) % count) }
    else if (event.key === "ArrowUp" && count) { event.preventDefault(); activate((active - 1 + count) % count) }
    else if (event.key === "Escape" && count) { event.stopPropagation(); close() }
    else if (event.key === "Backspace" && !input.value && names.length) { names.pop(); write(); draw() }
  })
  input.addEventListener("blur", () => { if (input.value.trim()) add(input.value); close() })
  source.id += "_value"
  source.type = "hidden"
  source.after(el("div", { class: "tag-box" }, chips, input, list, live))
  draw()
  form.addEventListener("submit", () => { if (input.value.trim()) add(input.value) }, { capture: true })
}

// --- Bylines: their order is the order of the rows

function makeBylines(group) {
  const rows = () => [...group.querySelectorAll("tr.form-row:not(.empty-form)")].filter((row) => !row.hidden)
  const renumber = () => rows().forEach((row, index) => {
    const position = row.querySelector("input[name$='-position']")
    if (position) position.value = index
  })
  const tools = (row) => {
    if (row.matches(".empty-form") || row.querySelector(".byline-tools")) return
    const move = (step) => {
      const all = rows()
      const other = all[all.indexOf(row) + step]
      if (!other) return
      if (step < 0) other.before(row); else other.after(row)
      renumber()
      form.dispatchEvent(new Event("change"))
    }
    const remove = () => {
      const author = row.querySelector("select[name$='-author']")
      author.value = ""
      author.dispatchEvent(new Event("change", { bubbles: true }))
      row.hidden = true
      renumber()
      rows()[0]?.querySelector("select")?.focus()
    }
    const cell = el("td", { class: "byline-tools" },
      el("button", { type: "button", "aria-label": "Move this byline up", onclick: () => move(-1) }, "↑"),
      el("button", { type: "button", "aria-label": "Move this byline down", onclick: () => move(1) }, "↓"),
      el("button", { type: "button", "aria-label": "Remove this byline", onclick: remove }, "×"))
    row.append(cell)
  }
  group.classList.add("has-tools")
  rows().forEach(tools)
  renumber()
  document.addEventListener("formset:added", (event) => { if (group.contains(event.target)) { tools(event.target); renumber() } })
  form.addEventListener("submit", renumber, { capture: true })
}

/** A folded part that holds an error stands open. */
function openWhatIsWrong() {
  for (const list of document.querySelectorAll("details .errorlist")) list.closest("details").open = true
}

openWhatIsWrong()
if (form) {
  watchForUnsavedText()
  saveOnKey()
  nameThePublishButton()
  form.querySelectorAll("input[data-tags-url]").forEach(makeTagBox)
  form.querySelectorAll("#bylines-group").forEach(makeBylines)
}
