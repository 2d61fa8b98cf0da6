// Which addresses are posts on a social network: the same rules as articles/body/posts.py, which has the last
// word when the text is saved. The address is rebuilt from its parts, so tracking does not come along.

export const NETWORKS = "Bluesky, Mastodon, X, Instagram, Threads or TikTok"

const HANDLE = "[\\p{L}\\p{N}_.-]{1,100}"
const whole = (source) => new RegExp(`^${source}$`, "u")

const BLUESKY = whole(`/profile/(did:[a-z]+:[\\w.:-]{1,100}|${HANDLE})/post/([a-z0-9]{5,30})/?`)
const X = whole("/(\\w{1,30}|i/web)/status(?:es)?/([0-9]{5,25})(?:/.*)?")
const INSTAGRAM = whole(`/(?:${HANDLE}/)?(p|reel|reels|tv)/([\\w-]{5,40})/?`)
const THREADS = whole(`/@(${HANDLE})/post/([\\w-]{5,40})/?`)
const TIKTOK = whole(`/@(${HANDLE})/(video|photo)/([0-9]{5,25})/?`)
const TIKTOK_SHARED = whole("/t/(\\w{5,20})/?")
const TIKTOK_SHORT = whole("/(\\w{5,20})/?")
const MASTODON = whole(`/(?:web/)?@(${HANDLE}(?:@${HANDLE})?)/([0-9]{5,25})/?`)
const MASTODON_LONG = whole(`/users/(${HANDLE})/statuses/([0-9]{5,25})/?`)

const reader = (network, pattern, address) => (path) => {
  const found = pattern.exec(path)
  return found && { network, url: address(found) }
}

const tiktok = (path) =>
  reader("TikTok", TIKTOK_SHARED, (found) => `https://www.tiktok.com/t/${found[1]}/`)(path)
  ?? reader("TikTok", TIKTOK, (found) => `https://www.tiktok.com/@${found[1]}/${found[2]}/${found[3]}`)(path)

const bluesky = reader("Bluesky", BLUESKY, (found) => `https://bsky.app/profile/${found[1]}/post/${found[2]}`)
const x = reader("X", X, (found) => `https://x.com/${found[1]}/status/${found[2]}`)
const threads = reader("Threads", THREADS, (found) => `https://www.threads.com/@${found[1]}/post/${found[2]}`)

const READERS = {
  "bsky.app": bluesky,
  "x.com": x,
  "twitter.com": x,
  "instagram.com": reader("Instagram", INSTAGRAM, (found) => `https://www.instagram.com/${found[1] === "reels" ? "reel" : found[1]}/${found[2]}/`),
  "threads.com": threads,
  "threads.net": threads,
  "tiktok.com": tiktok,
  "m.tiktok.com": tiktok,
  "vm.tiktok.com": reader("TikTok", TIKTOK_SHORT, (found) => `https://vm.tiktok.com/${found[1]}/`),
}

/** The post behind an address, as { network, url }, or null. */
export function recognisePost(text) {
  let address
  try {
    address = new URL(/^https?:\/\//i.test(text ?? "") ? text : `https://${text}`)
  } catch {
    return null
  }
  if (!/^https?:$/.test(address.protocol) || !address.hostname.includes(".")) return null
  const own = READERS[address.hostname.replace(/^www\./, "").replace(/^mobile\./, "")]
  if (own) return own(address.pathname)
  const mastodon = (found) => `https://${address.host}/@${found[1]}/${found[2]}`
  return reader("Mastodon", MASTODON, mastodon)(address.pathname) ?? reader("Mastodon", MASTODON_LONG, mastodon)(address.pathname)
}
