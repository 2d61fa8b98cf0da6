// Addresses as we keep them: those of our own site without host and without tracking.

const TRACKING = /^(?:utm_\w+|fbclid|gclid|gbraid|wbraid|msclkid|mc_[ce]id|igshid|igsh|ref_src|_ga|yclid|dclid)$/i

const ownHosts = () => {
  const said = document.querySelector("[data-public-url]")?.dataset.publicUrl
  return new Set([location.host, ...(said ? [new URL(said).host] : [])])
}

/** Search engines and office programs wrap addresses in one of their own. */
function unwrapped(url) {
  const isGoogle = /(?:^|\.)google\.[a-z.]+$/.test(url.hostname) && url.pathname === "/url"
  const isSafeLinks = /\.safelinks\.protection\.outlook\.com$/.test(url.hostname)
  const inner = isGoogle ? url.searchParams.get("q") ?? url.searchParams.get("url") : isSafeLinks ? url.searchParams.get("url") : null
  return inner && /^https?:\/\//i.test(inner) ? inner : null
}

export function plainAddress(text) {
  if (!/^(?:https?:)?\/\//i.test(text) && !text.startsWith("/")) return text
  let url
  try {
    url = new URL(text, location.origin)
  } catch {
    return text
  }
  const inner = unwrapped(url)
  if (inner) return plainAddress(inner)
  if (!ownHosts().has(url.host)) return text
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name)
  return `${url.pathname}${url.search}${url.hash}`
}
