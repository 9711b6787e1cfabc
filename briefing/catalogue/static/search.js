// The search. From a file share a page may load scripts and nothing else: there the index is one script, compared word
// by word. On a web server, where an index of Pagefind lies beside the pages, that one is asked instead.
"use strict";

(() => {
  const MOST = 60;
  const field = document.getElementById("q");
  const found = document.getElementById("found");
  const status = document.getElementById("status");
  document.getElementById("unsearched").hidden = true;
  const say = (text) => { status.textContent = text; };

  // Capitals and accents count for nothing; every character keeps its place, so that what is found can be marked.
  const folded = (text) => Array.from(text, (one) => one.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase() || " ");

  const prepared = (text) => {
    const characters = Array.from(text);
    const places = [];
    let plain = "";
    folded(text).forEach((part, at) => {
      for (let index = 0; index < part.length; index += 1) places.push(at);
      plain += part;
    });
    return { characters, places, plain };
  };

  const marked = (text, words) => {
    const { characters, places, plain } = prepared(text);
    const lit = new Array(characters.length).fill(false);
    for (const word of words) {
      for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + word.length)) {
        lit.fill(true, places[at], places[at + word.length - 1] + 1);
      }
    }
    const paragraph = document.createElement("p");
    paragraph.dir = "auto";
    for (let start = 0; start < characters.length;) {
      let end = start + 1;
      while (end < characters.length && lit[end] === lit[start]) end += 1;
      const piece = characters.slice(start, end).join("");
      if (lit[start]) {
        const mark = document.createElement("mark");
        mark.textContent = piece;
        paragraph.append(mark);
      } else {
        paragraph.append(piece);
      }
      start = end;
    }
    return paragraph;
  };

  const headed = (title, address, language, rest) => {
    const heading = document.createElement("h2");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = title;
    if (language) link.lang = language;
    link.dir = "auto";
    heading.append(link);
    const about = document.createElement("small");
    about.textContent = rest;
    const item = document.createElement("li");
    item.append(heading, about);
    return item;
  };

  const address = (path) => path.split("/").map(encodeURIComponent).join("/");

  const ofPassage = ([section, texts, marking, places], editions, words) => {
    const [at, , number] = places[places.length - 1];
    const [page, title, date, language] = editions[at];
    const readers = [...new Set(places.filter(([other]) => other === at).map(([, reader]) => reader))].join(", ");
    const earlier = new Set(places.map(([other]) => other)).size - 1;
    const about = [date, section === "title" ? "title" : `${section.replaceAll("_", " ")} ¶${number}`, readers, marking];
    if (earlier) about.push(`and in ${earlier} earlier`);
    const item = headed(title, address(page), language, about.filter(Boolean).join(" · "));
    texts.filter((text, index) => !index || words.some((word) => folded(text).join("").includes(word)))
      .forEach((text) => item.append(marked(text, words)));
    return item;
  };

  const inIndex = (words) => {
    const { editions, passages } = window.catalogue;
    const newest = (passage) => editions[passage[3][passage[3].length - 1][0]][2];
    const hits = passages.filter(([, texts]) => {
      const all = folded(texts.join("\n")).join("");
      return words.every((word) => all.includes(word));
    });
    hits.sort((one, other) => (newest(one) < newest(other) ? 1 : newest(one) > newest(other) ? -1 : 0));
    found.replaceChildren(...hits.slice(0, MOST).map((hit) => ofPassage(hit, editions, words)));
    say(told(hits.length));
  };

  const told = (count) => {
    if (!count) return "Nothing found.";
    if (count > MOST) return `${count} paragraphs found; the newest ${MOST} are shown. Add words to find fewer.`;
    return count === 1 ? "1 paragraph found." : `${count} paragraphs found.`;
  };

  const inPagefind = async (pagefind, asked, words) => {
    const { results } = await pagefind.search(asked);
    const shown = await Promise.all(results.slice(0, MOST).map((result) => result.data()));
    found.replaceChildren(...shown.map((one) => {
      const item = headed(one.meta.title, one.url, "", "");
      const plain = document.createElement("template");
      plain.innerHTML = one.excerpt;
      item.append(marked(plain.content.textContent, words));
      return item;
    }));
    say(results.length ? `${results.length} ${results.length === 1 ? "edition" : "editions"} found.` : "Nothing found.");
  };

  const loaded = () => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = "search-index.js";
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });

  const search = async () => {
    const asked = new URLSearchParams(location.search).get("q") || "";
    field.value = asked;
    const words = folded(asked).join("").split(/\s+/u).filter(Boolean);
    if (!words.length) {
      field.focus();
      return;
    }
    document.title = `${asked} – ${document.title}`;
    say("Searching…");
    const beside = found.dataset.pagefind;
    if (beside && location.protocol !== "file:") {
      try {
        const pagefind = await import(new URL(beside, document.baseURI).href);
        await pagefind.options({ baseUrl: new URL("./", document.baseURI).pathname });
        await inPagefind(pagefind, asked, words);
        return;
      } catch {
        // Whatever keeps it from its index, the other one is there.
      }
    }
    try {
      await loaded();
      inIndex(words);
    } catch {
      say("The index of the search cannot be read: search-index.js.");
    }
  };

  search();
})();
