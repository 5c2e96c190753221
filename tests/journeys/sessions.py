"""A session of the dashboard without a browser: speaks the server's own language and keeps what each run draws."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

# What stands in a page besides its words: scripts, styles, tags.
_NOT_WORDS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
VERSION = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{8}")
THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{3})+(?![\d.])")


@dataclass(frozen=True)
class Drawn:
    """One whole run of a page: the versions it names at its foot and all its numbers of a thousand and more."""

    versions: frozenset[str]
    numbers: frozenset[str]


@contextmanager
def session(base_url: str, page: str, query: str) -> Iterator[Session]:
    """One reader on one page for as long as the block runs."""
    address = base_url.replace("http://", "ws://") + "/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None, proxy=None) as socket:
        yield Session(socket, page, query)


@dataclass(frozen=True)
class Session:
    """An open session on a page; `query` is what stands behind the ? of its address."""

    socket: ClientConnection
    page: str
    query: str

    def run(self) -> Drawn:
        """Have the page drawn once and wait until it is."""
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        asked.rerun_script.page_name = self.page
        self.socket.send(asked.SerializeToString())
        said: list[str] = []
        while True:
            told = ForwardMsg()
            message = self.socket.recv(timeout=120)
            told.ParseFromString(message if isinstance(message, bytes) else message.encode())
            kind = told.WhichOneof("type")
            if kind == "script_finished" and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return _drawn(said)
            if kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                element = told.delta.new_element
                if element.WhichOneof("type") == "exception":
                    raise AssertionError(f"{self.page} shows {element.exception.message}")
                if element.WhichOneof("type") == "html":
                    said.append(element.html.body)
                elif element.WhichOneof("type") == "plotly_chart":
                    said.append(json.dumps(json.loads(element.plotly_chart.spec), ensure_ascii=False))


def _drawn(said: list[str]) -> Drawn:
    words = _NOT_WORDS.sub(" ", " ".join(said))
    return Drawn(frozenset(VERSION.findall(words)), frozenset(THOUSANDS.findall(words)))
