// What the scripts of the desk ask the server about works: find, make, tell.

import { csrfToken } from "desk/dialog"
import { desk } from "desk/pictures"

const NO_UID = "0".repeat(32)
const NO_ANSWER = "The server did not answer as it should. Are you still signed in? Sign in in another tab, then try again."

/** Kinds of works as [name, label]. */
export const kinds = () => JSON.parse(desk().workKinds ?? "[]")

const seen = new Map()

/** Works that fit `{ q }` or are named by `{ pk }` or `{ uid }`; null when the server cannot be asked. */
export async function findWorks(parameters) {
  const response = await fetch(`${desk().worksUrl}?${new URLSearchParams(parameters)}`).catch(() => null)
  if (!response?.ok) return null
  const { works } = await response.json()
  for (const work of works) seen.set(String(work.pk), work)
  return works
}

/** Resolves to { work }, or to { error } with a sentence, and the `duplicate` that is there already. */
export async function makeWork(values) {
  const response = await fetch(desk().workMakeUrl, {
    method: "POST", body: new URLSearchParams(values), headers: { "X-CSRFToken": csrfToken() },
  }).catch(() => null)
  if (response?.status === 403) return { error: "You may not make works. Ask an editor to make it." }
  if (!(response?.headers.get("content-type") ?? "").includes("json")) return { error: NO_ANSWER }
  const given = await response.json()
  if (given.work) seen.set(String(given.work.pk), given.work)
  return given
}

const told = new Map()

/** What readers are told of a work; { isGone: true } when there is none, { isUnknown: true } when nobody answers. */
export function toldOf(uid) {
  if (!told.has(uid)) told.set(uid, askTold(uid))
  return told.get(uid)
}

async function askTold(uid) {
  const response = await fetch(desk().workToldUrl.replace(NO_UID, uid)).catch(() => null)
  if (response?.ok) return response.json()
  told.delete(uid)
  return response?.status === 404 ? { isGone: true } : { isUnknown: true }
}

/** The work may have been changed in another tab: `act` is called when one comes back to this one. */
export function onReturn(act) {
  window.addEventListener("focus", () => { told.clear(); act() })
}

/** The main work of the form's article, or null. At once, since its chip was asked for: a dialog waits for it. */
export async function mainWork() {
  const [pk] = document.querySelector("[data-works-field]")?.value.split(",") ?? []
  if (!pk) return null
  return seen.get(pk.trim()) ?? (await findWorks({ pk }))?.[0] ?? null
}
