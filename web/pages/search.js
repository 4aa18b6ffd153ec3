// Finds commands while one types: asks the server as the form would, and puts
// its answer in place. Without this script the button does the same.
(() => {
  const input = document.getElementById("search-words");
  let pause;
  let asked = new AbortController();

  const find = async () => {
    asked.abort();
    asked = new AbortController();
    const address = new URL("/commands", location.href);
    if (input.value.trim()) address.searchParams.set("q", input.value);
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of ["search-count", "search-results"]) {
        document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
      }
      document.title = page.title;
      history.replaceState(null, "", address);
    } catch {
      // The next key asks again, and the button still works.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(find, 200);
  });
})();
