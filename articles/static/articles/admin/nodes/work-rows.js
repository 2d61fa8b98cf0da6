// What a block that shows a work holds: what the work says, and what the editor overrode for this article. The same
// rules as articles/body/works.py, by which readers' pages are filled.

/** What a block can show, and its label in the markup (articles/body/works.py, SHOWN). */
export const SHOWN = { facts: "Fact box", cast: "Cast", trailer: "Trailer", releases: "Release dates" }

const ACRONYM = /(?<![\p{L}\p{N}])\p{L}(?:\.\p{L})+\.?(?![\p{L}\p{N}])/gu

/** Letters and digits in one spelling, as articles/body/fold.py has them. */
export const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").normalize("NFC")
  .replace(ACRONYM, (found) => found.replaceAll(".", "")).replace(/[^\p{L}\p{N}]+/gu, " ").trim()

/** The overrides in a block: { term, value } are nodes of the text. */
export function overridesOf(node) {
  const found = []
  node?.forEach((row) => found.push({ term: row.child(0), value: row.child(1), key: fold(row.child(0).textContent) }))
  return found
}

/** Facts, dates or members of the cast, in their order: { name, label, value, group }. */
function saidBy(told, show) {
  if (show !== "cast") return (told[show] ?? []).map((fact) => ({ ...fact, group: "" }))
  return told.cast.flatMap(({ title, members }) => members.map(({ person, character }) => ({ name: person, label: person, value: character, group: title })))
}

/**
 * Every row of the block, as { label, value, group, override, isExtra }: `override` is what stands here instead, if
 * anything. A row the work knows nothing of comes last; in a cast readers do not see it.
 */
export function rowsOf(told, show, overrides) {
  const left = new Map(overrides.map((override) => [override.key, override]))
  const used = new Set()
  const take = ({ name, label }) => {
    const override = left.get(fold(name)) ?? left.get(fold(label))
    if (!override) return null
    used.add(override)
    if (show !== "cast") left.delete(override.key)
    return override
  }
  const rows = saidBy(told, show).map((fact) => ({ ...fact, override: take(fact), isExtra: false }))
  const extra = overrides.filter((override) => !used.has(override))
  return [...rows, ...extra.map((override) => ({ name: override.term.textContent, label: override.term.textContent, value: "", group: "", override, isExtra: true }))]
}

export const isLeftOut = ({ override }) => !!override && !override.value.content.size
