"""The entry: the app object over ui/main.py, the routes beside it, and the language of the page for screen readers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from ui import ahead

ENGLISH, VIETNAMESE = b'<html lang="en"', b'<html lang="vi"'


async def health(request: Request) -> Response:
    """Whether the server answers, and which snapshot it would show."""
    # Here and below, so that the server listens before all that pages need is loaded.
    from comparison.warehouse import NoSnapshot, current_snapshot

    try:
        return PlainTextResponse(f"ok {current_snapshot().stem}\n")
    except NoSnapshot:
        return PlainTextResponse("ok, no snapshot yet\n")


async def overview(request: Request) -> Response:
    """The overview by its own name: as the first page it stands at the root, where nobody looks for a name."""
    asked = f"?{request.url.query}" if request.url.query else ""
    # Relative, so that it holds below whatever path a proxy serves the dashboard under.
    return RedirectResponse(f"./{asked}")


class VietnameseDocument:
    """Middleware that says `lang="vi"` in the one HTML document the server sends."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: dict[str, Any] = {}
        body = bytearray()

        async def rewrite(message: Any) -> None:
            if message["type"] == "http.response.start":
                if not _is_plain_html(message):
                    await send(message)
                    return
                start.update(message)
            elif not start:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await _send_translated(start, bytes(body), send)

        await self.app(scope, receive, rewrite)


def _is_plain_html(message: Any) -> bool:
    headers = {k.lower(): v for k, v in message["headers"]}
    is_html = headers.get(b"content-type", b"").startswith(b"text/html")
    return is_html and message["status"] == 200 and b"content-encoding" not in headers


async def _send_translated(start: dict[str, Any], body: bytes, send: Any) -> None:
    document = body.replace(ENGLISH, VIETNAMESE, 1)
    headers = [(k, str(len(document)).encode() if k.lower() == b"content-length" else v) for k, v in start["headers"]]
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": document, "more_body": False})


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """From the start of the server to its end, which takes the uploads of its sessions with it."""
    started = ahead.begin()
    yield
    ahead.end(started)
    from ui import load_desk

    load_desk.clear_all()


app = st.App(
    "ui/main.py",
    routes=[Route("/healthz", health), Route("/tong-quan", overview)],
    middleware=[Middleware(VietnameseDocument)],
    lifespan=lifespan,
)
