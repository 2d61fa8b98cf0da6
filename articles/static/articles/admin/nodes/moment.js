// What a spoiler gives away: a work, an episode of it, and for how many days after the release it stays folded.

import { ask, el } from "desk/dialog"
import { mainWork, toldOf } from "desk/works"
import { WorkChoice } from "desk/work-choice"
import { button } from "desk/nodes/blocks"

const EPISODE_LIMIT = 9999
const DAYS_LIMIT = 3650

const isCount = (text, most) => /^[0-9]{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= most

/** A sentence when the values cannot be taken; "" otherwise. */
function refusal(work, { episode, days }) {
  if (!work && (episode || days)) return "Choose the work first: an episode and days are counted from it."
  if (episode && !isCount(episode, EPISODE_LIMIT)) return `The episode is a whole number from 1 to ${EPISODE_LIMIT}.`
  if (days && !isCount(days, DAYS_LIMIT)) return `The days are a whole number from 1 to ${DAYS_LIMIT}.`
  return ""
}

const plain = (text) => (text ? String(Number(text)) : null)

/** Resolves to { work, episode, days } (null where there is none), or to null when the dialog is left. */
export async function askMoment({ work: uid, episode, days }) {
  const told = uid ? await toldOf(uid) : await mainWork()
  const choice = new WorkChoice(told?.uid ? told : null)
  const clear = button("It names no work", (event) => {
    const { form } = event.target
    choice.clear()
    form.elements.episode.value = form.elements.days.value = ""
    form.requestSubmit()
  })
  const answer = await ask({
    title: "What the spoiler gives away",
    lead: [choice.element],
    fields: [
      { name: "episode", label: "Episode", value: episode ?? "", maxlength: 5, help: "Of that season or series; readers are told up to where it goes. Empty: all of it." },
      { name: "days", label: "Opens so many days after its release", value: days ?? "", maxlength: 5, help: "From then on it stands open. Empty: folded for good." },
    ],
    extra: uid ? [el("p", {}, clear)] : [],
    submit: "Keep",
    check: (values) => choice.problem() || refusal(choice.work, values),
  })
  return answer && { work: choice.work?.uid ?? null, episode: plain(answer.episode), days: plain(answer.days) }
}

const FOLDED = "folded for readers until they open it"

/** For example "I.S.S., episode 3; opens 14 days after release"; a promise of it where a work has to be asked for. */
export function momentWords({ work, episode, days }) {
  return work ? toldOf(work).then((told) => wordsOf(told, episode, days)) : FOLDED
}

function wordsOf({ name, isGone, isUnknown }, episode, days) {
  if (isGone) return `its work is not there any more; ${FOLDED}`
  const what = isUnknown ? "a work that could not be asked for" : name
  return `${what}${episode ? `, episode ${episode}` : ""}; ${days ? `opens ${days} day${days === "1" ? "" : "s"} after release` : FOLDED}`
}
