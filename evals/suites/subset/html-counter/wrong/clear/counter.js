const text = document.getElementById('text');
const info = document.getElementById('info');

function plural(count, word) {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function show() {
  const words = text.value.split(/\s+/).filter(Boolean).length;
  info.textContent = `${plural(words, 'word')}, ${plural(text.value.length, 'character')}`;
}

text.addEventListener('input', show);
document.getElementById('clear').addEventListener('click', () => {
  text.value = '';
});
show();
