(() => {
  const questions = JSON.parse(document.getElementById("questions").textContent);
  const root = document.querySelector("#quiz");
  const make = (tag, name, text) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    node.textContent = text;
    return node;
  };
  let score, at, timer;

  function result() {
    const again = make("button", "again", "Again");
    again.addEventListener("click", start);
    root.replaceChildren(make("p", "score", `You got ${score} of ${questions.length}.`), again);
  }

  function show() {
    const question = questions[at];
    const end = Date.now() + 20000;
    const time = make("p", "time", "20 s");
    const next = make("button", "next", at + 1 < questions.length ? "Next" : "Result");
    next.hidden = true;
    next.onclick = () => { at += 1; at < questions.length ? show() : result(); };
    const buttons = question.answers.map((text) => make("button", "answer", text));
    function finish(picked) {
      clearInterval(timer);
      buttons.forEach((button) => (button.disabled = true));
      buttons[question.right].classList.add("right");
      if (picked === question.right) score += 1;
      else if (picked >= 0) buttons[picked].classList.add("wrong");
      next.hidden = false;
    }
    buttons.forEach((button, i) => button.addEventListener("click", () => finish(i)));
    timer = setInterval(() => {
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      time.textContent = `${left} s`;
      if (left === 0) finish(-1);
    }, 1000);
    root.replaceChildren(make("h2", "", question.text), make("p", "progress", `Question ${at + 1} of ${questions.length}`), time, ...buttons, next);
  }

  function start() { score = at = 0; show(); }
  start();
})();
