// The focal point: set by clicking on the picture or by arrow keys, seen at once in every crop.
// The arithmetic is that of authors/renditions.py (crop_box), so that what is shown is what will be made.

import { el } from "desk/dialog"

const STEP = 0.01
const LARGE_STEP = 0.1

const between = (value, low, high) => Math.min(Math.max(value, low), high)

/** { left, top, width, height } of the largest crop of `ratio` around the focal point. */
export function cropBox(size, ratio, focal) {
  const width = Math.max(1, Math.min(size.width, Math.round(size.height * ratio)))
  const height = Math.max(1, Math.min(size.height, Math.round(size.width / ratio)))
  return {
    left: between(Math.round(focal.x * size.width - width / 2), 0, size.width - width),
    top: between(Math.round(focal.y * size.height - height / 2), 0, size.height - height),
    width, height,
  }
}

const percent = (share) => `${Math.round(share * 100)} %`

class Focal {
  constructor(stage, inputs) {
    this.stage = stage
    this.inputs = inputs
    this.image = stage.querySelector("img")
    this.crops = [...document.querySelectorAll(".crop svg")]
    this.size = { width: Number(this.image.getAttribute("width")), height: Number(this.image.getAttribute("height")) }
    this.marker = el("button", { type: "button", class: "focal__marker", "aria-describedby": "focal-help" })
    this.frame = stage.querySelector(".focal__frame")
    this.frame.append(this.marker)
    this.frame.addEventListener("pointerdown", (event) => this.follow(event))
    this.frame.addEventListener("click", (event) => { if (event.pointerType === "touch") this.setAt(event) })
    this.marker.addEventListener("keydown", (event) => this.onKey(event))
    for (const input of Object.values(inputs)) input.addEventListener("input", () => this.draw())
    this.draw()
  }

  get point() {
    const share = (input) => between(Number.parseFloat(input.value.replace(",", ".")) || 0, 0, 1)
    return { x: share(this.inputs.x), y: share(this.inputs.y) }
  }

  set(x, y) {
    this.inputs.x.value = between(x, 0, 1).toFixed(3).replace(/0+$/, "").replace(/\.$/, "")
    this.inputs.y.value = between(y, 0, 1).toFixed(3).replace(/0+$/, "").replace(/\.$/, "")
    this.inputs.x.dispatchEvent(new Event("input", { bubbles: true }))
  }

  setAt({ clientX, clientY }) {
    const box = this.image.getBoundingClientRect()
    this.set((clientX - box.left) / box.width, (clientY - box.top) / box.height)
  }

  /** Click or drag with a mouse or pen. A finger only taps: with it one scrolls past the picture. */
  follow(event) {
    if (event.button || event.pointerType === "touch") return
    event.preventDefault()
    this.marker.focus({ preventScroll: true })
    this.frame.setPointerCapture(event.pointerId)
    const move = (moved) => this.setAt(moved)
    const end = () => { this.frame.removeEventListener("pointermove", move) }
    move(event)
    this.frame.addEventListener("pointermove", move)
    this.frame.addEventListener("pointerup", end, { once: true })
    this.frame.addEventListener("pointercancel", end, { once: true })
  }

  onKey(event) {
    const step = event.shiftKey ? LARGE_STEP : STEP
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key]
    if (!move) return
    event.preventDefault()
    const { x, y } = this.point
    this.set(x + move[0], y + move[1])
  }

  draw() {
    const focal = this.point
    this.marker.style.left = `${focal.x * 100}%`
    this.marker.style.top = `${focal.y * 100}%`
    this.marker.setAttribute("aria-label", `Focal point: ${percent(focal.x)} from the left, ${percent(focal.y)} from the top`)
    for (const svg of this.crops) {
      const [width, height] = svg.dataset.ratio.split(" ").map(Number)
      const box = cropBox(this.size, width / height, focal)
      svg.setAttribute("viewBox", `${box.left} ${box.top} ${box.width} ${box.height}`)
    }
  }

  /** Another file was chosen: look at that one, before it is uploaded. */
  show(file) {
    const address = URL.createObjectURL(file)
    const probe = new Image()
    probe.addEventListener("load", () => {
      this.size = { width: probe.naturalWidth, height: probe.naturalHeight }
      this.image.src = address
      this.image.setAttribute("width", this.size.width)
      this.image.setAttribute("height", this.size.height)
      for (const picture of document.querySelectorAll(".crop image")) {
        picture.setAttribute("href", address)
        picture.setAttribute("width", this.size.width)
        picture.setAttribute("height", this.size.height)
      }
      this.stage.hidden = false
      this.draw()
    })
    probe.addEventListener("error", () => URL.revokeObjectURL(address)) // The server says what is wrong with it.
    probe.src = address
  }
}

/** Makes the stage work, if the page has one and the fields may be changed. */
export function makeFocal() {
  const stage = document.querySelector("#focal")
  const inputs = { x: document.querySelector("#id_focal_x"), y: document.querySelector("#id_focal_y") }
  if (!stage || !inputs.x || !inputs.y) return null
  stage.classList.add("is-live")
  return new Focal(stage, inputs)
}
