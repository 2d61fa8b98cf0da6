// The editorial calendar: keys go from day to day, entries are moved by mouse or in a dialog, the address is copied.
// Without this file everything still works: links, plain forms, a page for moving.

import { ask, csrfToken, el } from "desk/dialog"
import { foldChoice, localFrom, momentsOf } from "desk/moments"

const NO_ANSWER = "The server did not answer as it should. Are you still signed in? Sign in in another tab, then try again."
const NO_NETWORK = "The server cannot be reached. Look whether you are connected, then try again. Nothing was moved."
const NOT_YOURS = "This article is gone, or is not yours to move any more."
const INNER = "a, button"

const shown = document.getElementById("calendar-shown")
const error = document.getElementById("calendar-error")
const said = document.getElementById("calendar-said")
let dragged = null

// --- days as a grid: one stop for Tab, arrows within

const table = () => shown.querySelector(".calendar-grid")
const days = () => [...table().querySelectorAll(".calendar-day")].filter((day) => day.offsetParent !== null)
const inner = (day) => [...day.querySelectorAll(".calendar-entry a, .calendar-more[href]")]

function sayRoles() {
  const roles = { thead: "rowgroup", tbody: "rowgroup", tr: "row", th: "columnheader", td: "gridcell" }
  table().setAttribute("role", "grid")
  for (const [tag, role] of Object.entries(roles)) table().querySelectorAll(tag).forEach((one) => one.setAttribute("role", role))
  for (const day of table().querySelectorAll(".calendar-day")) {
    const count = day.querySelectorAll(".calendar-entry").length
    const name = new Date(`${day.dataset.day}T12:00`).toLocaleDateString("en", { weekday: "long", day: "numeric", month: "long" })
    day.setAttribute("aria-label", `${name}, ${count === 1 ? "1 article" : `${count || "no"} articles`}`)
  }
}

/** The day that Tab comes to; what is in it can be reached by Tab too. */
function choose(day) {
  for (const other of table().querySelectorAll(".calendar-day")) {
    other.tabIndex = other === day ? 0 : -1
    other.querySelectorAll(INNER).forEach((one) => { one.tabIndex = other === day ? 0 : -1 })
  }
}

function focusDay(day) {
  if (!day) return
  choose(day)
  day.focus()
}

function neighbour(day, key) {
  const all = days()
  const place = all.indexOf(day)
  const columns = all.filter((one) => one.offsetTop === all[0].offsetTop).length
  const start = place - (place % columns)
  const steps = { ArrowLeft: place - 1, ArrowRight: place + 1, ArrowUp: place - columns, ArrowDown: place + columns, Home: start, End: Math.min(start + columns, all.length) - 1 }
  return all[steps[key]]
}

function onDayKey(event, day) {
  if (event.key === "Enter" || event.key === "F2") return inner(day)[0]?.focus()
  return focusDay(neighbour(day, event.key))
}

function onInnerKey(event, day) {
  if (event.key === "Escape") return day.focus()
  const all = inner(day)
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step) return all[all.indexOf(event.target) + step]?.focus()
  return focusDay(neighbour(day, event.key))
}

const MOVES = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]
const PAGES = { PageUp: "calendar-previous", PageDown: "calendar-next" }

shown.addEventListener("keydown", (event) => {
  const day = event.target.closest(".calendar-day")
  if (!day || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  const isDay = event.target === day
  if (event.key in PAGES) document.getElementById(PAGES[event.key]).click()
  else if (MOVES.includes(event.key) || (isDay ? ["Enter", "F2"] : ["Escape"]).includes(event.key)) (isDay ? onDayKey : onInnerKey)(event, day)
  else return
  event.preventDefault()
})
shown.addEventListener("focusin", (event) => {
  const day = event.target.closest(".calendar-day")
  if (day) choose(day)
})

function prepare() {
  sayRoles()
  const all = days()
  choose(all.find((day) => day.classList.contains("is-today")) ?? all.find((day) => !day.classList.contains("is-empty")) ?? all[0])
  for (const entry of table().querySelectorAll("[data-movable]")) {
    entry.draggable = true
    entry.querySelectorAll("a").forEach((link) => { link.draggable = false })
  }
  for (const link of table().querySelectorAll(".calendar-entry__move")) link.setAttribute("role", "button")
}

// --- moving

/** Resolves to what the server says, or to { error } with a sentence. */
async function send(url, values) {
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() }
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(values), headers }).catch(() => null)
  if (!response) return { error: NO_NETWORK }
  if (response.status === 403 || response.status === 404) return { error: NOT_YOURS, isStale: true }
  if (!(response.headers.get("content-type") ?? "").includes("json")) return { error: NO_ANSWER }
  return { isStale: response.status === 409, ...(await response.json().catch(() => ({ error: NO_ANSWER }))) }
}

/** The calendar as it is now, with the cursor where the article went. */
async function refresh(pk) {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null)
  const fresh = response?.ok && new DOMParser().parseFromString(await response.text(), "text/html").getElementById("calendar-shown")
  if (!fresh) return location.reload()
  shown.replaceChildren(...document.adoptNode(fresh).childNodes)
  prepare()
  const entry = shown.querySelector(`.calendar-entry[data-pk="${pk}"]`)
  const target = entry?.offsetParent ? entry.querySelector(".calendar-entry__headline") : shown.querySelector("#calendar-undo button")
  ;(target ?? table().querySelector(".calendar-day[tabindex='0']"))?.focus()
}

async function finish(answer, pk) {
  error.textContent = answer.error ?? ""
  said.textContent = answer.said ?? ""
  if (answer.said || answer.isStale) await refresh(pk)
}

const seen = (entry) => ({ seen: entry.dataset.seen, number: entry.dataset.number })
const moveUrl = (entry) => new URL(entry.querySelector(".calendar-entry__move").href).pathname

/** Asks which one is meant while day and time are such as come twice that night. `meant`: where it stands already. */
class FoldQuestion {
  constructor(meant) {
    Object.assign(this, { meant: Date.parse(meant), zone: shown.dataset.zone, place: el("div") })
  }

  watch({ day, time }) {
    const local = localFrom(`${day}T${time}`)
    if (local === this.local) return ""
    this.local = local
    const isAsked = local !== null && momentsOf(local, this.zone).length > 1
    this.place.replaceChildren(...(isAsked ? [foldChoice("time_fold", local, this.zone, this.meant)] : []))
    return ""
  }

  get answer() { return this.place.querySelector(":checked")?.value ?? "" }
  get isOpen() { return !!this.place.firstChild && !this.answer }
}

async function moveInDialog(entry, { day = entry.dataset.date, error: refusal = "" } = {}) {
  let values = { day, time: entry.dataset.time }
  let answer = { error: refusal }
  const question = new FoldQuestion(entry.dataset.seen)
  while ("error" in answer && !answer.isStale) {
    const lead = answer.error ? [el("p", { class: "desk-dialog__error", role: "alert" }, answer.error)] : []
    const fields = [
      { name: "day", label: "Day", type: "date", value: values.day },
      { name: "time", label: "Time", type: "time", value: values.time },
    ]
    const check = (typed) => {
      if (!typed.day || !typed.time) return "Choose a day and a time."
      return question.isOpen ? `${typed.time} comes twice that night. Choose which one you mean.` : ""
    }
    const watch = (typed) => question.watch(typed)
    values = await ask({ title: `Move “${entry.dataset.headline}”`, fields, lead, extra: [question.place], submit: "Move", check, watch })
    if (!values) return
    answer = await send(moveUrl(entry), { ...values, time_fold: question.answer, ...seen(entry) })
  }
  await finish(answer, entry.dataset.pk)
}

/** To another day at the same time; what has to be asked is asked in the dialog. */
async function moveTo(day, entry) {
  const answer = await send(moveUrl(entry), { day, ...seen(entry) })
  if (answer.choices) await moveInDialog(entry, { day, error: answer.error })
  else await finish(answer, entry.dataset.pk)
}

shown.addEventListener("click", (event) => {
  const link = event.target.closest(".calendar-entry__move")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  moveInDialog(link.closest(".calendar-entry"))
})
// A button answers to the space bar as well.
shown.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches(".calendar-entry__move")) return
  event.preventDefault()
  event.target.click()
})
shown.addEventListener("submit", async (event) => {
  if (event.target.id !== "calendar-undo") return
  event.preventDefault()
  await finish(await send(event.target.action, new FormData(event.target)), event.target.dataset.pk)
})

// --- by mouse

const dayUnder = (event) => (dragged ? event.target.closest?.(".calendar-day") : null)
const unmark = () => shown.querySelectorAll(".is-over").forEach((day) => day.classList.remove("is-over"))

shown.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-movable]")
  if (!dragged) return
  event.dataTransfer.setData("text/plain", dragged.dataset.headline)
  event.dataTransfer.effectAllowed = "move"
  dragged.classList.add("is-dragged")
})
shown.addEventListener("dragover", (event) => {
  const day = dayUnder(event)
  if (!day) return
  event.preventDefault()
  if (day.classList.contains("is-over")) return
  unmark()
  day.classList.add("is-over")
})
shown.addEventListener("drop", async (event) => {
  const day = dayUnder(event)
  if (!day) return
  event.preventDefault()
  const entry = dragged
  dragged = null // the calendar may be another one before the browser says that dragging has ended
  if (day.dataset.day !== entry.dataset.date) await moveTo(day.dataset.day, entry)
})
shown.addEventListener("dragend", () => {
  unmark()
  shown.querySelectorAll(".is-dragged").forEach((entry) => entry.classList.remove("is-dragged"))
  dragged = null
})

// --- the address of the subscription

const copy = document.getElementById("calendar-copy")
const address = document.getElementById("calendar-address")
if (copy) {
  copy.hidden = false
  copy.addEventListener("click", async () => {
    address.select()
    const isCopied = await navigator.clipboard?.writeText(address.value).then(() => true, () => false)
    document.getElementById("calendar-copied").textContent = isCopied ? "Copied." : "Press Ctrl+C to copy it."
  })
}

document.querySelector(".calendar-keys").hidden = false
prepare()
