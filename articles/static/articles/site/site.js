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

/* "I have seen it": the spoilers of a work stand open for whoever says so. Kept in this browser, told to nobody.
   Of each work (by its uid) either the number of the last episode seen, or Infinity written as -1: all of it. */
(function () {
  const KEY = "seen-works";
  const spoilers = Array.from(document.querySelectorAll("details.spoiler[data-work]"));
  if (!spoilers.length) return;
  const read = function () {
    try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch (error) { return {}; }
  };
  const isSeen = function (all, spoiler) {
    const last = all[spoiler.dataset.work];
    return last === -1 || last >= Number(spoiler.dataset.episode || Infinity);
  };
  const mark = function (spoiler) {
    const all = read(), work = spoiler.dataset.work, episode = Number(spoiler.dataset.episode || 0);
    if (!isSeen(all, spoiler)) all[work] = episode || -1;
    else if (episode > 1) all[work] = episode - 1;
    else delete all[work];
    try { localStorage.setItem(KEY, JSON.stringify(all)); } catch (error) { /* not kept: it holds for this page */ }
    show(all);
  };
  const buttons = spoilers.map(function (spoiler) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "seen";
    const episode = spoiler.dataset.episode;
    button.textContent = "I have seen " + (episode ? "episode " + episode + " of " : "") + spoiler.dataset.name;
    button.addEventListener("click", function () { mark(spoiler); });
    const place = document.createElement("p");
    place.className = "seen-place";
    place.append(button);
    spoiler.after(place);
    return button;
  });
  function show(all, isFirst) {
    spoilers.forEach(function (spoiler, index) {
      const seen = isSeen(all, spoiler);
      buttons[index].setAttribute("aria-pressed", String(seen));
      if (seen || !isFirst) spoiler.open = seen;
    });
  }
  show(read(), true);
})();
