/* Click to load: nothing is asked of a video's host before the reader asks. Without this script the link is a link. */
document.addEventListener("click", function (event) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("figure.video[data-player] a.video-link");
  if (!link) return;
  event.preventDefault();
  const player = document.createElement("iframe");
  const address = new URL(link.closest("figure").dataset.player);
  address.searchParams.set("autoplay", "1");
  player.src = address.href;
  player.title = link.getAttribute("aria-label") || link.textContent.trim();
  player.width = 1280;
  player.height = 720;
  player.allow = "autoplay; fullscreen; picture-in-picture";
  player.referrerPolicy = "strict-origin-when-cross-origin";
  player.allowFullscreen = true;
  link.replaceWith(player);
  player.focus();
});
