// Tables can be sorted by any column and, where they are long, searched. Nothing is fetched.
const language = document.documentElement.lang;
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  heads.forEach((th, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...th.childNodes);
    th.append(button);
    const numeric = th.classList.contains("n");
    button.addEventListener("click", () => {
      const up = th.getAttribute("aria-sort") !== "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      th.setAttribute("aria-sort", up ? "ascending" : "descending");
      const text = row => row.cells[column].textContent;
      const number = row => row.cells[column].dataset.value;
      [...body.rows].sort((a, b) => {
        if (!numeric) return (up ? 1 : -1) * text(a).localeCompare(text(b), language);
        // What has no number comes last, whichever way.
        if (number(a) === "" || number(b) === "") return (number(a) === "") - (number(b) === "");
        return (up ? 1 : -1) * (number(a) - number(b));
      }).forEach(row => body.append(row));
    });
  });
  if (body.rows.length < 10) continue;
  const box = document.getElementById("search").content.cloneNode(true).firstElementChild;
  const input = box.querySelector("input"), output = box.querySelector("output");
  input.addEventListener("input", () => {
    const wanted = input.value.toLocaleLowerCase(language);
    let shown = 0;
    for (const row of body.rows) {
      row.hidden = !row.textContent.toLocaleLowerCase(language).includes(wanted);
      shown += !row.hidden;
    }
    output.textContent = `${shown} / ${body.rows.length}`;
  });
  table.parentElement.before(box);
}
// The contents stand open where there is room for them.
const contents = document.querySelector("nav details");
contents.open = matchMedia("(min-width: 70rem)").matches;
// What scrolls on a narrow page can be reached by the keyboard.
for (const figure of document.querySelectorAll("figure")) {
  if (figure.scrollWidth > figure.clientWidth) figure.tabIndex = 0;
}
