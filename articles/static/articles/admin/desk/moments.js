// What a day and time on the site's clock means: in the editor's own time zone, in words, and on the two nights of the
// year when a clock is changed. The same rules as `articles/clock.py`.
//
// A clock's day and time ("2026-10-25T02:30") is counted as if it were UTC, in milliseconds: `local`. A moment is `at`.

import { el, uniqueId } from "desk/dialog"

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const WEEK = 7
const FOLDS = ["summer time", "standard time"]
const FORMATS = new Map()

export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

function formatOf(zone) {
  if (!FORMATS.has(zone)) {
    const numbers = Object.fromEntries(["year", "month", "day", "hour", "minute", "second"].map((part) => [part, "numeric"]))
    FORMATS.set(zone, new Intl.DateTimeFormat("en-US", { timeZone: zone, calendar: "gregory", hourCycle: "h23", era: "short", ...numbers }))
  }
  return FORMATS.get(zone)
}

/** What a clock in `zone` shows at a moment. */
function localOf(at, zone) {
  const parts = Object.fromEntries(formatOf(zone).formatToParts(at).map(({ type, value }) => [type, value]))
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second)
}

const offsetOf = (at, zone) => localOf(at, zone) - Math.floor(at / 1000) * 1000

/** By the offset before a change nearby and by the one after it; mostly they are the same. */
const both = (local, zone) => [-DAY, DAY].map((way) => local - offsetOf(local + way, zone))

/** The moments at which a clock in `zone` shows this: one, none or two, the earlier one first. */
export function momentsOf(local, zone) {
  const found = both(local, zone).filter((at) => localOf(at, zone) === local)
  return [...new Set(found)].sort((one, other) => one - other)
}

/** What was typed, or null for what is no day and time. */
export function localFrom(text) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text)?.slice(1).map(Number)
  return parts ? Date.UTC(parts[0], parts[1] - 1, ...parts.slice(2)) : null
}

// --- in words

const two = (number) => String(number).padStart(2, "0")
const textOf = (local) => new Date(local).toISOString().slice(0, 16)
const clockOf = (local) => textOf(local).slice(11)
const hourOf = (local) => clockOf(local).replace(/^0/, "")
const said = (local, options) => new Date(local).toLocaleDateString("en-GB", { timeZone: "UTC", ...options })
const dateOf = (local) => {
  const date = new Date(local)
  return `${date.getUTCDate()} ${said(local, { month: "short" }).slice(0, 3)} ${date.getUTCFullYear()}`
}
/** For example 9:00; in the hour that comes twice, 2:30 summer time. */
const timeOf = (at, zone) => {
  const local = localOf(at, zone)
  const moments = momentsOf(local, zone)
  return moments.length > 1 ? `${hourOf(local)} ${FOLDS[moments.indexOf(at)]}` : hourOf(local)
}
const cityOf = (zone) => (zone.includes("/") ? `in ${zone.split("/").at(-1).replaceAll("_", " ")}` : zone)

/** For example UTC, UTC+2, UTC−4, UTC+10:30. */
function offsetWords(offset) {
  const minutes = Math.round(offset / MINUTE)
  if (!minutes) return "UTC"
  const rest = Math.abs(minutes) % 60
  return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(Math.abs(minutes) / 60)}${rest ? `:${two(rest)}` : ""}`
}

/** Today, tomorrow, Thursday; a week ahead and further, the date. */
function dayWords(local, today) {
  const days = Math.floor(local / DAY) - Math.floor(today / DAY)
  const near = { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days]
  if (near) return near
  return days > 1 && days < WEEK ? said(local, { weekday: "long" }) : dateOf(local)
}

const capitalized = (words) => words[0].toUpperCase() + words.slice(1)

/** For example "Tomorrow at 9:00, your time (Europe/Vienna) · 3:00 in New York, the site's". */
export function momentWords(at, { zone, own = ownZone(), now = Date.now() }) {
  const here = localOf(at, own)
  const there = localOf(at, zone)
  const mine = `${capitalized(dayWords(here, localOf(now, own)))} at ${timeOf(at, own)}`
  if (here === there) return mine
  const isSameDay = Math.floor(here / DAY) === Math.floor(there / DAY)
  const day = isSameDay ? "" : `${dayWords(there, localOf(now, zone))} at `
  return `${mine}, your time (${own}) · ${day}${timeOf(at, zone)} ${cityOf(zone)}, the site's`
}

/** The moment at which the clock is changed, after `first` and not later than `second`. */
function changeBetween(first, second, zone) {
  const old = offsetOf(first, zone)
  let [low, high] = [first, second]
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000
    if (offsetOf(middle, zone) === old) low = middle
    else high = middle
  }
  return high
}

/** Why there is no such time, and what is possible: in the words of the server. */
export function noSuchTimeWords(local, zone) {
  const [later, sooner] = both(local, zone)
  const change = changeBetween(sooner, later, zone)
  const clock = (shown) => (dateOf(shown) === dateOf(local) ? clockOf(shown) : `${clockOf(shown)} on ${dateOf(shown)}`)
  const [before, after] = [change + offsetOf(sooner, zone), change + offsetOf(later, zone)]
  return `On ${dateOf(local)} the clock is put forward from ${clock(before)} to ${clock(after)}: there is no ${clockOf(local)}. Choose ${clock(before - MINUTE)} or earlier, or ${clock(after)} or later.`
}

// --- a time that comes twice

/** What the server writes for a moment. */
const written = (at) => `${new Date(at).toISOString().slice(0, 19)}+00:00`

/** Radio buttons for both moments of a time that comes twice that night, nothing chosen but what is `meant`. */
export function foldChoice(name, local, zone, meant = null) {
  const moments = momentsOf(local, zone)
  const options = moments.map((at, fold) => {
    const words = `${clockOf(local)} ${FOLDS[fold]} (${offsetWords(offsetOf(at, zone))})`
    return el("label", {}, el("input", { type: "radio", name, value: written(at), checked: at === meant }), ` ${words}`)
  })
  return el("fieldset", { class: "moment-fold" }, el("legend", {}, `${clockOf(local)} comes twice that night. Which one?`), ...options)
}

// --- a field

/** A field for a moment: what it means stands below it as one types, and which one where it comes twice. */
export class MomentField {
  constructor(input) {
    const { zone, now } = input.dataset
    Object.assign(this, { input, zone, ahead: Number(now) - Date.now(), foldName: `${input.name}_fold` })
    this.words = el("p", { class: "moment-words", id: uniqueId("moment"), role: "status" })
  }

  begin() {
    this.input.after(this.words)
    this.input.setAttribute("aria-describedby", `${this.input.getAttribute("aria-describedby") ?? ""} ${this.words.id}`.trim())
    for (const kind of ["input", "change"]) this.input.addEventListener(kind, () => this.update())
    this.input.form.addEventListener("change", ({ target }) => { if (target.name === this.foldName) this.show() })
    this.update()
    setInterval(() => this.show(), MINUTE) // what is tomorrow is today after midnight
  }

  /** The server's clock: that of this computer may be wrong. */
  get now() { return Date.now() + this.ahead }
  get local() { return localFrom(this.input.value) }
  get moments() { return this.local === null ? [] : momentsOf(this.local, this.zone) }
  get fold() { return this.input.parentElement.querySelector(".moment-fold") }
  get meant() { return Date.parse(this.fold?.querySelector(":checked")?.value) }

  /** The moment, or null where there is none or it is not known yet which one. */
  get moment() {
    const { moments, meant } = this
    if (moments.length < 2) return moments[0] ?? null
    return moments.includes(meant) ? meant : null
  }

  get isFuture() { return (this.moment ?? this.moments[0] ?? 0) > this.now }

  /** Put a moment into the field, as the server would. */
  set(at) {
    this.input.value = textOf(localOf(at, this.zone))
    this.ask(at)
  }

  update() {
    if (this.input.value !== this.asked) this.ask(this.meant)
    this.show()
  }

  /** The radio buttons come and go with what is typed; an answer to another question is forgotten. */
  ask(meant) {
    this.asked = this.input.value
    this.fold?.remove()
    if (this.moments.length > 1 && !this.input.disabled) this.input.after(foldChoice(this.foldName, this.local, this.zone, meant))
  }

  show() {
    const words = this.wordsNow
    if (this.words.textContent !== words) this.words.textContent = words
  }

  get wordsNow() {
    const { moment, moments, local, zone, now } = this
    if (local === null) return ""
    if (!moments.length) return noSuchTimeWords(local, zone)
    return moment === null ? "" : momentWords(moment, { zone, now })
  }
}
