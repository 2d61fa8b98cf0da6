// How the desk looks while one writes: full screen, the panel, the count of words, panels as one left them, keys.

import { el } from "desk/dialog"
import { addToHelp } from "desk/nodes/help"
import { keysAsSaid } from "desk/nodes/tools"

const PANELS = "desk-panels"

/** Words and minutes of the text, at the foot of the screen. */
export function countWords(editor, place, perMinute) {
  const update = () => {
    const { doc } = editor.state
    const words = doc.textBetween(0, doc.content.size, " ", " ").split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
    const count = `${words.toLocaleString("en")} ${words === 1 ? "word" : "words"}`
    place.textContent = words ? `${count} · ${Math.max(1, Math.round(words / perMinute))} min` : ""
  }
  let timer = null
  editor.on("update", () => { clearTimeout(timer); timer = setTimeout(update, 200) })
  update()
}

/** A line that grows with what is in it; Enter leads on instead of breaking it. */
export function makeGrowingLine(area, goOn) {
  const grow = () => {
    if (CSS.supports("field-sizing", "content")) return
    area.style.height = "auto"
    area.style.height = `${area.scrollHeight}px`
  }
  area.addEventListener("input", grow)
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return
    event.preventDefault()
    goOn()
  })
  grow()
}

/** Folded panels stay as one left them, in this browser. */
export function rememberPanels(side) {
  const panels = [...side.querySelectorAll("details")]
  const nameOf = (panel) => panel.querySelector("summary").textContent.trim()
  const stored = JSON.parse(localStorage.getItem(PANELS) ?? "{}")
  for (const panel of panels) {
    if (nameOf(panel) in stored && !panel.querySelector(".errorlist")) panel.open = stored[nameOf(panel)]
    panel.addEventListener("toggle", () => {
      stored[nameOf(panel)] = panel.open
      localStorage.setItem(PANELS, JSON.stringify(stored))
    })
  }
}

/** Nothing but the text, until Escape or the same button. */
export function toggleFullScreen() {
  document.body.classList.toggle("desk-fullscreen")
  document.querySelector(".desk-text .tiptap")?.focus()
}

export const isFullScreen = () => document.body.classList.contains("desk-fullscreen")

const keysOf = (key) => `Mod+Alt+${key}`

/** A button each, and its keys. `commands`: {key, label, icon, act(), isOn()}; one that opens something has no isOn. */
export function makeCommands(place, commands) {
  addToHelp("The desk", commands.map(({ key, label }) => [keysOf(key), label]))
  const draw = () => commands.filter(({ isOn }) => isOn).forEach(({ button, isOn }) => button.setAttribute("aria-pressed", isOn()))
  const run = (command) => { command.act(); draw() }
  for (const command of commands) {
    const { label, key, icon } = command
    command.button = el("button", { type: "button", class: "button desk-view", title: `${label} (${keysAsSaid(keysOf(key))})`, "aria-label": label, "aria-keyshortcuts": `Control+Alt+${key}`, onclick: () => run(command) }, el("span", { class: "material-icons", "aria-hidden": "true" }, icon))
    place.append(command.button)
  }
  document.addEventListener("keydown", (event) => {
    const command = event.key === "Escape" && isFullScreen() ? commands.find(({ act }) => act === toggleFullScreen) : commandOf(event, commands)
    if (!command) return
    event.preventDefault()
    run(command)
  }, { capture: true })
  draw()
}

function commandOf(event, commands) {
  if (!event.altKey || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.getModifierState("AltGraph")) return null
  return commands.find(({ key }) => event.code === `Key${key}`)
}

/** Text with a preview, with the panel, or with both where there is room. */
export class Layout {
  constructor(desk, preview) {
    Object.assign(this, { desk, preview, room: matchMedia("(min-width: 100rem)") })
  }

  get hasPanel() { return !this.desk.classList.contains("is-without-panel") }
  get hasPreview() { return this.preview.isOpen }

  togglePanel() {
    this.desk.classList.toggle("is-without-panel", this.hasPanel)
    if (this.hasPanel && this.hasPreview && !this.room.matches) this.preview.toggle()
  }

  togglePreview() {
    this.preview.toggle()
    if (!this.room.matches) this.desk.classList.toggle("is-without-panel", this.hasPreview)
  }
}
