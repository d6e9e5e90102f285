"""Which key does what outside of dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from prompt_toolkit.filters import Always, Condition, Filter, vi_insert_mode, vi_mode
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

if TYPE_CHECKING:
    from smallcode.ui.tui.front import TuiFront
    from smallcode.ui.tui.view import View

ANYWHERE = ("suspend", "redraw", "mouse", "panel")
"""Actions that work while a question is open, too."""
Handler = Callable[[KeyPressEvent], None]


def make_bindings(front: TuiFront, view: View) -> KeyBindings:
    """The bindings of the input and the transcript, by the view's key map."""
    bindings = KeyBindings()
    writing = Condition(lambda: not view.dialogs)
    handlers = {**_input_handlers(front, view), **_transcript_handlers(front, view)}
    for action, handler in handlers.items():
        place = Always() if action in ANYWHERE else writing
        for sequence in view.keys.sequences(action):
            bindings.add(*sequence, filter=place & _filter(action, view))(handler)
    _paste(bindings, view, writing)
    return bindings


def _filter(action: str, view: View) -> Filter:
    """What must hold besides that no dialog is open."""
    empty = Condition(lambda: not view.prompt.buffer.text)
    return {
        "end": empty,
        # In vi's insert mode Escape ends that, unless there is nothing to be edited.
        "stop": ~vi_mode | ~vi_insert_mode | empty,
    }.get(action, Always())


def _input_handlers(front: TuiFront, view: View) -> dict[str, Handler]:
    def send(event: KeyPressEvent) -> None:
        state = view.prompt.buffer.complete_state
        if state is not None and state.current_completion is not None and not event.current_buffer.text.startswith("/"):
            view.prompt.buffer.complete_state = None
        elif view.prompt.finish_command():
            front.submit(view.prompt.take())

    def tab(event: KeyPressEvent) -> None:
        buffer = view.prompt.buffer
        if buffer.complete_state is not None:
            buffer.complete_next()
        elif buffer.text.startswith("/"):
            buffer.start_completion(select_first=True)
        else:
            front.toggle_plan_mode()

    def stop(event: KeyPressEvent) -> None:
        if view.prompt.buffer.complete_state is not None:
            view.prompt.buffer.cancel_completion()
        elif not front.stop():
            view.transcript.chosen = None
            view.transcript.bottom()

    return {
        "send": send,
        "newline": lambda event: view.prompt.buffer.insert_text("\n"),
        "plan_mode": tab,
        "stop": stop,
        "interrupt": lambda event: front.interrupt(),
        "end": lambda event: front.quit(),
        "suspend": lambda event: event.app.suspend_to_background(),
        "search_history": lambda event: front.search_history(),
        "open_editor": lambda event: front.submit("/editor"),
        "help": lambda event: front.submit("/help"),
    }


def _transcript_handlers(front: TuiFront, view: View) -> dict[str, Handler]:
    def toggle_panel(event: KeyPressEvent) -> None:
        view.panel_wanted = not view.panel_wanted

    def toggle_mouse(event: KeyPressEvent) -> None:
        view.mouse = not view.mouse
        view.hint("mouse on" if view.mouse else "mouse off: the terminal selects text")

    def scroll(move: Callable[[], None]) -> Handler:
        def handle(event: KeyPressEvent) -> None:
            move()
            event.app.invalidate()

        return handle

    return {
        "page_up": scroll(lambda: view.transcript.page(-1)),
        "page_down": scroll(lambda: view.transcript.page(1)),
        "line_up": scroll(lambda: view.transcript.scroll(-1)),
        "line_down": scroll(lambda: view.transcript.scroll(1)),
        "top": scroll(lambda: view.transcript.top()),
        "bottom": scroll(lambda: view.transcript.bottom()),
        "choose_earlier": scroll(lambda: view.transcript.choose(-1)),
        "choose_later": scroll(lambda: view.transcript.choose(1)),
        "fold": scroll(lambda: view.transcript.fold()),
        "fold_all": scroll(lambda: view.transcript.fold_all()),
        "panel": toggle_panel,
        "mouse": toggle_mouse,
        "redraw": lambda event: event.app.renderer.clear(),
    }


def _paste(bindings: KeyBindings, view: View, writing: Condition) -> None:
    @bindings.add(Keys.BracketedPaste, filter=writing)
    def paste(event: KeyPressEvent) -> None:
        view.prompt.paste(event.data)

    @bindings.add("backspace", filter=writing & Condition(lambda: bool(_placeholder(view))))
    def backspace(event: KeyPressEvent) -> None:
        view.prompt.backspace()


def _placeholder(view: View) -> str:
    return view.prompt.pastes.at_end(view.prompt.buffer.document.text_before_cursor)
