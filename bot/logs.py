"""How the house writes down what happened: events with fields on standard error, never a person's own words."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from typing import Final, Literal
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.masking import mask

FORBIDDEN: Final = frozenset(
    {
        "address", "answer", "answers", "argument", "caption", "chat", "chat_id", "contact", "first_name",
        "family_name", "last_name", "message_text", "name", "number", "phone", "phone_number", "said", "text",
        "told", "username", "words",
    }
)  # fmt: skip
"""Fields in which personal data would stand. They are dropped, and the line says so in `dropped`."""

TRUSTED: Final = frozenset({"timestamp", "level", "logger", "incoming"})
"""Fields whose long numbers are no person's: times, and the id under which an update came in."""

TALKATIVE: Final = ("aiohttp", "aiosqlite", "apscheduler", "asyncio", "httpcore", "httpx", "telegram", "urllib3")
"""Libraries that are heard from warnings on. At DEBUG, some would write down the values of statements."""

_TOKEN = re.compile(r"\b\d{5,}(?::|%3[Aa])[A-Za-z0-9_-]{20,}")
_BOT_PATH = re.compile(r"/bot\d[^/\s\"'<>]*")
_CREDENTIALS = re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)")


def configure(level: str, layout: Literal["text", "json"], token: str | None = None) -> None:
    """Send every log line of the process, third parties' included, through this house's rules.

    `level` is a name such as "INFO". May be called again; the last call counts.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            drop_forbidden,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(shared, layout, token))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    # Its lines hold paths, and with them the webhook's secret or a page's address.
    logging.getLogger("aiohttp.access").disabled = True
    logging.captureWarnings(True)


def drop_forbidden(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """The event without fields that may hold personal data; `dropped` names them, so that they get removed."""
    dropped = sorted(FORBIDDEN & event.keys())
    if not dropped:
        return event
    kept = {field: value for field, value in event.items() if field not in FORBIDDEN}
    return {**kept, "dropped": dropped}


class Redaction:
    """The last line of defence: takes the token, credentials and anything like personal data out of a line."""

    def __init__(self, token: str | None = None) -> None:
        self._secrets = tuple({token, quote(token, safe="")}) if token else ()

    def __call__(self, _: WrappedLogger, __: str, event: EventDict) -> EventDict:
        """The event with every value made clean, however deep it lies."""
        return {
            field: self.without_secrets(value) if field in TRUSTED and isinstance(value, str) else self._clean(value)
            for field, value in event.items()
        }

    def without_secrets(self, text: str) -> str:
        """The text without the token, in plain or in addresses, and without names and passwords in addresses."""
        for secret in self._secrets:
            text = text.replace(secret, "<token>")
        text = _CREDENTIALS.sub("<credentials>", text)
        text = _BOT_PATH.sub("/bot<token>", text)
        return _TOKEN.sub("<token>", text)

    def _clean(self, value: object) -> object:
        match value:
            case None | bool() | float():
                return value
            case int():
                return value if mask(str(value)) == str(value) else mask(str(value))
            case Mapping():
                return {self._clean(key): self._clean(inner) for key, inner in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self._clean(inner) for inner in value]
            case _:
                return mask(self.without_secrets(str(value)))


def _formatter(
    shared: list[Processor], layout: Literal["text", "json"], token: str | None
) -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            Redaction(token),
            _renderer(layout),
        ],
    )


def _renderer(layout: Literal["text", "json"]) -> Processor:
    if layout == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    # The pretty tracebacks would show the values of local variables.
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
