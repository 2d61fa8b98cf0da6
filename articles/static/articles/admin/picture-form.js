// A picture's form beyond plain HTML: the focal point by looking, the licence only where there is one.

import { makeFocal } from "desk/focal"
import { acceptDrops } from "desk/upload"

const form = document.querySelector("#image_form")

function showChosenFile(focal) {
  const input = form.querySelector("input[type=file][name=original]")
  if (!input || !focal) return
  input.addEventListener("change", () => { if (input.files[0]) focal.show(input.files[0]) })
  acceptDrops(form, ([file]) => {
    const files = new DataTransfer()
    files.items.add(file)
    input.files = files.files
    input.dispatchEvent(new Event("change", { bubbles: true }))
  })
}

/** Only Creative Commons has a licence to name. */
function foldLicence() {
  const rights = form.querySelector("select[name=rights]")
  const row = form.querySelector(".field-licence")
  if (!rights || !row) return
  const update = () => {
    row.hidden = rights.value !== "cc"
    if (row.hidden) row.querySelector("select").value = ""
  }
  rights.addEventListener("change", update)
  update()
}

/** A text and “decorative” exclude each other: the text is kept, and one sees that nobody hears it. */
function quietAlt() {
  const box = form.querySelector("input[name=is_decorative]")
  const text = form.querySelector("textarea[name=alt]")
  if (!box || !text) return
  const update = () => text.classList.toggle("is-unheard", box.checked)
  box.addEventListener("change", update)
  update()
}

if (form) {
  showChosenFile(makeFocal())
  foldLicence()
  quietAlt()
}
