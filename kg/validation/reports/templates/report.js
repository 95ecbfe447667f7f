const form = document.getElementById("filters");
if (form) {
  const articles = [...document.querySelectorAll("article[data-rule]")];
  const sections = [...document.querySelectorAll("section.rule")];
  const left = document.getElementById("left");
  const words = articles.map((article) =>
    `${article.dataset.rule} ${article.parentElement.children[1].textContent} ${article.textContent}`.toLowerCase());
  const filter = () => {
    const asked = new FormData(form);
    const search = asked.get("words").trim().toLowerCase();
    let shown = 0;
    articles.forEach((article, number) => {
      const fits = ["severity", "rule", "file"].every((name) =>
        asked.get(name) === "" || article.dataset[name] === asked.get(name));
      article.hidden = !(fits && words[number].includes(search));
      shown += article.hidden ? 0 : 1;
    });
    for (const section of sections) {
      section.hidden = !section.querySelector("article:not([hidden])");
    }
    left.textContent = `${shown} of ${articles.length} shown`;
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
}
