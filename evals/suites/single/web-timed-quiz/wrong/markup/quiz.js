(() => {
  const home = document.getElementById("quiz");
  const questions = JSON.parse(document.getElementById("questions").textContent);
  const SECONDS = 20;
  let at, score, left, clock;

  function add(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.innerHTML = text;
    home.append(element);
    return element;
  }

  function start() {
    at = 0;
    score = 0;
    ask();
  }

  function ask() {
    home.replaceChildren();
    const { text, answers, right } = questions[at];
    add("h2", "", text);
    add("p", "progress", `Question ${at + 1} of ${questions.length}`);
    left = SECONDS;
    const time = add("p", "time", `${left} s`);
    const buttons = answers.map((answer) => add("button", "answer", answer));

    function end(chosen) {
      clearInterval(clock);
      buttons[right].classList.add("right");
      if (chosen === right) score++;
      else buttons[chosen]?.classList.add("wrong");
      for (const button of buttons) button.disabled = true;
      const last = at === questions.length - 1;
      add("button", "next", last ? "Result" : "Next").addEventListener("click", () => {
        at++;
        if (last) finish();
        else ask();
      });
    }

    buttons.forEach((button, number) => button.addEventListener("click", () => end(number)));
    clock = setInterval(() => {
      left--;
      time.textContent = `${left} s`;
      if (left === 0) end(-1);
    }, 1000);
  }

  function finish() {
    home.replaceChildren();
    add("p", "score", `You got ${score} of ${questions.length}.`);
    add("button", "again", "Again").addEventListener("click", start);
  }

  start();
})();
