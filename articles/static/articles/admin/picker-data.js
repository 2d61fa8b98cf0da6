// What the dialogs and the library ask the server about pictures: look up, search, add, answer.

import { csrfToken } from "desk/dialog"

const MAX_BYTES = 25 * 1024 * 1024
const TOO_LARGE = "This picture is larger than 25 MB. Save a smaller copy and upload that."
const NO_ANSWER = "The server did not answer as it should. Are you still signed in? Open the site in another tab, sign in, and try again."
const NO_CONNECTION = "The connection broke before the picture had arrived. Try again."

/** Addresses of the desk, given by the page: { picturesUrl, uploadUrl, articlesUrl }. */
export const desk = () => document.querySelector("[data-pictures-url]")?.dataset ?? {}

export const nameOf = (picture) => picture.alt || picture.caption || picture.name

/** The JSON of an answer; an Error with a sentence for the editor when it is a refusal or none at all. */
function understand(status, type, text) {
  if (status === 413) throw new Error(TOO_LARGE)
  if (!(type ?? "").includes("json")) throw new Error(NO_ANSWER)
  const data = JSON.parse(text)
  if (status === 409 && data.duplicate) return data
  if (status >= 400) throw new Error(data.error)
  return data
}

async function ask(address, options) {
  const response = await fetch(address, options)
  return understand(response.status, response.headers.get("content-type"), await response.text())
}

export const findPictures = (parameters) => ask(`${desk().picturesUrl}?${new URLSearchParams(parameters)}`)

/** Writes some words of a picture ({ alt, is_decorative, caption, credit }) and resolves to it as it is now. */
export async function answer(picture, words) {
  const { picture: changed } = await ask(picture.answerUrl, {
    method: "POST", body: new URLSearchParams(words), headers: { "X-CSRFToken": csrfToken() },
  })
  return remember(changed)
}

/**
 * Sends one file. Resolves to { picture }, or to { duplicate, error } when the library has the very file already;
 * fails with a sentence. `onProgress(share)` hears how much has gone, from 0 to 1.
 */
export function sendPicture(file, { anyway = false, onProgress = () => {} } = {}) {
  return new Promise((resolve, reject) => {
    if (file.size > MAX_BYTES) return reject(new Error(TOO_LARGE))
    const body = new FormData()
    body.append("original", file)
    if (anyway) body.append("anyway", "on")
    const request = new XMLHttpRequest()
    request.open("POST", desk().uploadUrl)
    request.setRequestHeader("X-CSRFToken", csrfToken())
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) onProgress(event.loaded / event.total) })
    request.addEventListener("error", () => reject(new Error(NO_CONNECTION)))
    request.addEventListener("load", () => {
      try {
        const data = understand(request.status, request.getResponseHeader("content-type"), request.responseText)
        if (data.picture) remember(data.picture)
        resolve(data)
      } catch (problem) {
        reject(problem)
      }
    })
    request.send(body)
  })
}

// --- Pictures by uid, asked for together

const waiting = new Map()
let isAsked = false

/** One picture by its uid; asked for together with all others wanted in the same moment. */
export function pictureOf(uid) {
  if (!waiting.has(uid)) {
    let settle
    const promise = new Promise((resolve) => { settle = resolve })
    waiting.set(uid, { promise, settle, isDone: false })
    if (!isAsked) { isAsked = true; queueMicrotask(lookUp) }
  }
  return waiting.get(uid).promise
}

async function lookUp() {
  isAsked = false
  const uids = [...waiting].filter(([, entry]) => !entry.isDone).map(([uid]) => uid)
  let pictures = []
  try {
    ({ pictures } = await findPictures(uids.map((uid) => ["uid", uid])))
  } catch { /* Shown as missing; the stored text keeps its reference. */ }
  for (const uid of uids) {
    const entry = waiting.get(uid)
    entry.isDone = true
    entry.settle(pictures.find((picture) => picture.uid === uid) ?? null)
  }
}

/** From now on this is what everybody gets who asks for the picture. */
export function remember(picture) {
  waiting.set(picture.uid, { promise: Promise.resolve(picture), settle: () => {}, isDone: true })
  return picture
}
