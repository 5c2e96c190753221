"""A session of the dashboard without a browser: opens the socket a browser opens, sends what its widgets send."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from scripts.bench.known import words

# A run that takes longer than this counts as an error.
PATIENCE_SECONDS = 120.0
FILTERS = ("nam", "cap", "tinh")


class Broken(RuntimeError):
    """The page showed an exception, or its script did not end well."""


@dataclass
class Drawn:
    """One run as the session saw it: milliseconds from the change to the script's end, bytes, and the page's words."""

    ms: float
    bytes: int
    text: str


@dataclass
class Client:
    """An open session: the pages it may go to and the widgets it has been shown."""

    socket: ClientConnection
    pages: dict[str, str] = field(default_factory=dict)
    widgets: dict[str, str] = field(default_factory=dict)
    page: str = ""
    query: str = ""

    def open(self, query: str) -> Drawn:
        """The first run of the session, on the page it starts with."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        return self._run(asked)

    def go(self, page: str) -> Drawn:
        """Choose another page in the menu, which drops the parameters of the address."""
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self.pages[page]
        self.page, self.query = page, ""
        return self._run(asked)

    def choose(self, name: str, value: str | list[str]) -> Drawn:
        """Change a filter; a list for one that takes several values."""
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self.pages[self.page]
        asked.rerun_script.query_string = self.query
        state = asked.rerun_script.widget_states.widgets.add()
        state.id = self.widgets[name]
        if isinstance(value, str):
            state.string_value = value
        else:
            state.string_array_value.data.extend(value)
        return self._run(asked)

    def _run(self, asked: BackMsg) -> Drawn:
        begun = time.perf_counter()
        self.socket.send(asked.SerializeToString())
        html: list[str] = []
        size = 0
        while True:
            left = begun + PATIENCE_SECONDS - time.perf_counter()
            message = self.socket.recv(timeout=max(left, 0.001))
            size += len(message)
            told = ForwardMsg()
            told.ParseFromString(message if isinstance(message, bytes) else message.encode())
            if told.WhichOneof("type") == "script_finished":
                if told.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise Broken(f"{self.page or 'overview'}: the script ended with {told.script_finished}")
                return Drawn((time.perf_counter() - begun) * 1000, size, words(html))
            self._take(told, html)

    def _take(self, told: ForwardMsg, html: list[str]) -> None:
        kind = told.WhichOneof("type")
        if kind == "navigation":
            self.pages = {page.url_pathname: page.page_script_hash for page in told.navigation.app_pages}
            # The page a session starts with has no path.
            self.pages[""] = next(page.page_script_hash for page in told.navigation.app_pages if page.is_default)
        elif kind == "page_info_changed":
            self.query = told.page_info_changed.query_string
        elif kind == "delta" and told.delta.WhichOneof("type") == "new_element":
            element = told.delta.new_element
            inside = element.WhichOneof("type")
            if inside == "exception":
                raise Broken(f"{self.page or 'overview'} shows {element.exception.message}")
            if inside == "html":
                html.append(element.html.body)
            elif inside in ("selectbox", "multiselect"):
                known = element.selectbox.id if inside == "selectbox" else element.multiselect.id
                self.widgets |= {name: known for name in FILTERS if known.endswith(f"loc_{name}")}


def connected(base_url: str) -> ClientConnection:
    """The socket of a new session."""
    address = base_url.replace("http://", "ws://") + "/_stcore/stream"
    return connect(
        address, subprotocols=[Subprotocol("streamlit")], max_size=None, proxy=None, open_timeout=PATIENCE_SECONDS
    )
