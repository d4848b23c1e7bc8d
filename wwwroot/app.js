// What has to happen in the browser itself: theme, keys, and where panels open.
(() => {
  "use strict";

  // Called from the console's components.
  window.lc = {
    openAt: (id) => {
      // A menu gives the focus back to who had it, a moment after it has closed: that is to be its button, also after j.
      const button = document.getElementById(id);
      button?.focus();
      return button?.getBoundingClientRect().toJSON() ?? null;
    },
    print: () => print(),
    download: (address) => {
      // As a download, so that a refusal leaves the page where it is.
      const link = document.createElement("a");
      link.href = address;
      link.download = "";
      document.body.append(link);
      link.click();
      link.remove();
    },
    near: (id) =>
      // Resolved when somebody comes near it, never when it goes before that.
      new Promise((resolve) => {
        const place = document.getElementById(id);
        const watching = new IntersectionObserver(
          (seen) => {
            // A busy browser tells of several moments at once.
            const isNear = seen.some((moment) => moment.isIntersecting);
            if (isNear || !place.isConnected) {
              watching.disconnect();
            }
            if (isNear) {
              resolve();
            }
          },
          { rootMargin: "0px 0px 200px" },
        );
        if (place) {
          watching.observe(place);
        }
      }),
    showTab: (id) => {
      // Whoever has gone on among the tabs meanwhile stays there.
      const at = document.activeElement?.closest("[role=tab]");
      if (!at || at.id === id) {
        document.getElementById(id)?.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
    },
    toAnchor: () => location.hash && document.getElementById(location.hash.slice(1))?.scrollIntoView(),
    focus: (id) => document.getElementById(id)?.focus(),
    focusAgain: (id) => {
      // Whoever has gone on meanwhile, into the next dialog for instance, stays there.
      const at = document.activeElement;
      if (!at || at === document.body || at.closest(".rz-context-menu, .lc-menu")) {
        document.getElementById(id)?.focus();
      }
    },
    arrive: (isAnotherPage, isElsewhere) => {
      // With the next frame: at once would have the page laid out once more.
      requestAnimationFrame(() => {
        if (isElsewhere) {
          document.querySelector(".lc-body")?.scrollTo(0, 0);
          lc.toAnchor();
        }
        // Whoever is at work on the page already is not taken away from it.
        const heading = document.querySelector("h1");
        if (isAnotherPage && heading && !document.activeElement?.closest("main, .rz-dialog, .rz-popup, .lc-find")) {
          heading.tabIndex = -1;
          heading.focus();
        }
      });
    },
    copy: async (text) => {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        // No clipboard without https, or not allowed: the old way.
        const field = document.createElement("textarea");
        field.value = text;
        (document.querySelector(".rz-dialog-side") ?? document.body).append(field);
        field.select();
        const copied = document.execCommand("copy");
        field.remove();
        return copied;
      }
    },
  };

  const root = document.documentElement;
  const year = 365 * 24 * 60 * 60;

  const toggleTheme = () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    document.cookie = `lc-theme=${root.dataset.theme}; path=/; max-age=${year}; samesite=lax`;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-lc-theme], [data-lc-reload], [data-lc-reconnect]");
    if (!button) {
      return;
    }
    if ("lcTheme" in button.dataset) {
      toggleTheme();
    } else if ("lcReload" in button.dataset) {
      location.reload();
    } else {
      Blazor.reconnect();
    }
  });

  // A customer's link goes with its list; were it still in focus then, Chromium would work out every style in the middle of it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('tbody a[href^="/customers/"]');
    if (link && !link.target && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      link.blur();
    }
  });

  // Whoever follows a link in a panel has done with the panel.
  document.addEventListener("click", (event) => event.target.closest(".lc-pop a")?.closest("[popover]").hidePopover());

  // A panel (popover) opens below its button, kept inside the window, also when what is in it comes a moment later.
  const placePanel = (panel) => {
    const opener = document.querySelector(`[popovertarget="${panel.id}"]:not([popover] *)`);
    if (!opener) {
      return;
    }
    const at = opener.getBoundingClientRect();
    const left = panel.dataset.lcAlign === "start" ? at.left : at.right - panel.offsetWidth;
    panel.style.left = `${Math.max(8, Math.min(left, innerWidth - panel.offsetWidth - 8))}px`;
    panel.style.top = `${Math.max(8, Math.min(at.bottom + 4, innerHeight - panel.offsetHeight - 8))}px`;
  };
  const growing = new ResizeObserver((panels) => panels.forEach(({ target }) => placePanel(target)));
  document.addEventListener(
    "toggle",
    (event) => {
      const panel = event.target;
      if (!panel.matches?.(".lc-pop[popover]")) {
        return;
      }
      if (event.newState === "open") {
        placePanel(panel);
        growing.observe(panel);
      } else {
        growing.unobserve(panel);
      }
    },
    true,
  );

  // Keys. A control says which one is its own: data-lc-key="f". Letters never act while a field has focus.
  const fields = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";
  const places = { c: "/customers", i: "/imports", d: "/dashboard" };
  let afterG = 0;

  const act = (control) => {
    if (control.matches(fields)) {
      control.focus();
      control.select?.();
    } else {
      control.click();
    }
  };

  const rows = () => [...document.querySelectorAll(".lc-grid .rz-data-row")];
  const currentRow = () => document.activeElement?.closest(".rz-data-row");
  const step = (by) => {
    const all = rows();
    const row = all[Math.max(0, Math.min(all.length - 1, all.indexOf(currentRow()) + by))];
    (row?.querySelector("a") ?? row?.querySelector("button, input"))?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  const inRow = {
    j: () => step(1),
    k: () => step(-1),
    x: () => currentRow()?.querySelector("input[type=checkbox]")?.click(),
    m: () => currentRow()?.querySelector("[aria-haspopup=menu]")?.click(),
  };

  // Radzen gives a dialog the focus half a second after it has opened. Here it has it at once, so that a second Enter does
  // not open it twice, and whoever is at work in it by then is not taken away from their field.
  const { openDialog, focusFirstFocusableElement: focusFirst } = Radzen;
  Radzen.focusFirstFocusableElement = (dialog) => {
    if (dialog && !dialog.contains(document.activeElement)) {
      focusFirst(dialog);
    }
  };
  Radzen.openDialog = (options, ...rest) => {
    openDialog(options, ...rest);
    if (options.autoFocusFirstElement) {
      Radzen.focusFirstFocusableElement([...document.querySelectorAll(".rz-dialog-content")].at(-1));
    }
  };

  // Escape in an open drop-down closes that alone, not the dialog around it.
  addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape" && event.target.closest?.("select")?.matches(".lc-pick:open")) {
        event.stopPropagation();
      }
    },
    true,
  );

  // A dialog over the side panel takes the focus a moment later: until then Escape would close both. It gives it back a
  // moment after it has gone, and the panel itself takes it a moment after it has come: until then nobody or the page behind
  // has the focus, and Escape would close nothing.
  document.addEventListener(
    "keydown",
    (event) => {
      const panel = event.key === "Escape" && document.querySelector(".rz-dialog-side");
      if (!panel) {
        return;
      }
      if (event.target.closest?.(".rz-dialog-side") && document.querySelector(".rz-dialog-wrapper")) {
        event.stopPropagation();
        document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
      } else if (event.target instanceof Element && !event.target.closest(".rz-dialog-side, .rz-dialog-wrapper, [popover], [role=menu]") && !document.querySelector(".rz-dialog-wrapper")) {
        panel.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
      }
    },
    true,
  );

  // Alt and a digit, wherever the focus is: the page's tabs in their order.
  const openTab = (event) => {
    const place = /^Digit([1-9])$/.exec(event.code)?.[1];
    const tab = place && document.querySelectorAll(".lc-tabs [role=tab]")[place - 1];
    if (tab && !document.querySelector(".rz-dialog-wrapper, .rz-dialog-side")) {
      tab.click();
      event.preventDefault();
    }
  };

  // Among tabs the arrows go from one to the next.
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.("[role=tab]");
    if (!tab || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const all = [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")];
    const by = { ArrowRight: 1, ArrowLeft: -1, Home: -all.indexOf(tab), End: all.length - 1 - all.indexOf(tab) }[event.key];
    if (by !== undefined) {
      all.at((all.indexOf(tab) + by) % all.length).focus();
    } else if (event.key === " ") {
      tab.click();
    } else {
      return;
    }
    event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (event.altKey && !event.ctrlKey && !event.shiftKey) {
      openTab(event);
    }
    if (event.altKey || event.metaKey || event.isComposing) {
      return;
    }
    const key = event.key.toLowerCase();
    if (event.ctrlKey) {
      const control = document.querySelector(`[data-lc-key="ctrl+${key}"]`);
      if (control) {
        event.preventDefault();
        act(control);
      }
      return;
    }
    if (event.target.matches?.(fields) || document.querySelector(".rz-dialog-wrapper, .rz-dialog-side")) {
      return;
    }

    const link =
      performance.now() - afterG < 1000 &&
      places[key] &&
      document.querySelector(`.lc-nav a[href$="${places[key]}"]`);
    const control = document.querySelector(`[data-lc-key="${CSS.escape(key)}"]`);
    afterG = key === "g" ? performance.now() : 0;

    if (link) {
      link.click();
    } else if (control) {
      act(control);
    } else if (key === "?") {
      document.getElementById("lc-keys")?.togglePopover();
    } else if (inRow[key] && rows().length > 0) {
      inRow[key]();
    } else {
      return;
    }
    event.preventDefault();
  });
})();
