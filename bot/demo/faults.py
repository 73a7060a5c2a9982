"""What goes wrong on demand: refusals, lost and slow answers, dropped connections, updates that come again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from bot.demo.refusals import Refused, bad_request, too_many

Kind = Literal[
    "too_many", "internal", "bad_gateway", "edit_not_found", "dropped", "lost_answer", "slow"
]  # fmt: skip
"""too_many: 429; internal: 500; bad_gateway: 502 with a page instead of JSON; edit_not_found: "message to edit not
found"; dropped: closed before the call is carried out; lost_answer: carried out, then closed; slow: carried out, the
answer waits for `Fault.release()`."""
KINDS: tuple[Kind, ...] = get_args(Kind)

Condition = Callable[[Mapping[str, Any]], bool]


@dataclass(slots=True, eq=False)
class Fault:
    """One planned fault. `struck` counts the calls it met; `times` is what is left of it, None for ever."""

    kind: Kind
    method: str | None = None
    chat: int | None = None
    times: int | None = 1
    when: Condition | None = None
    retry_after: int = 1
    struck: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def meets(self, method: str, arguments: Mapping[str, Any]) -> bool:
        """True where this call is one of those that shall fail."""
        if self.times == 0 or (self.method is None and method == "getupdates"):
            return False
        if self.method is not None and self.method.lower() != method:
            return False
        if self.chat is not None and str(arguments.get("chat_id")) != str(self.chat):
            return False
        return self.when is None or self.when(arguments)

    def release(self) -> None:
        """Let the held answers of a slow fault go."""
        self.gate.set()

    def refusal(self) -> Refused | None:
        """The refusal this fault answers with, for the kinds that do."""
        match self.kind:
            case "too_many":
                return too_many(self.retry_after)
            case "internal":
                return Refused(500, "Internal Server Error")
            case "edit_not_found":
                return bad_request("message to edit not found")
            case _:
                return None


@dataclass(slots=True)
class _Repeats:
    copies: int
    shuffled: bool
    batches: int | None


class Faults:
    """The planned faults of one server; the first that meets a call strikes. `seed` orders the shuffles."""

    def __init__(self, seed: int = 1) -> None:
        self._planned: list[Fault] = []
        self._repeats: _Repeats | None = None
        self._dice = random.Random(seed)

    def plan(
        self,
        kind: Kind,
        *,
        method: str | None = None,
        chat: int | None = None,
        times: int | None = 1,
        when: Condition | None = None,
        retry_after: int = 1,
    ) -> Fault:
        """Let the next `times` calls that fit fail (None: all of them, until `clear`).

        Without a method every method but getUpdates fits; `when` looks at the arguments; `retry_after` in seconds.
        """
        fault = Fault(kind, method, chat, times, when, retry_after)
        self._planned.append(fault)
        return fault

    def strike(self, method: str, arguments: Mapping[str, Any]) -> Fault | None:
        """The fault that meets this call, counted; None for a call that goes through."""
        if not self._planned:
            return None
        for fault in self._planned:
            if fault.meets(method, arguments):
                fault.struck += 1
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    def repeat_updates(self, copies: int, *, shuffled: bool = False, batches: int | None = None) -> None:
        """Deliver each update so many times; shuffled: the further copies come in any order, and after all firsts.

        A batch is one answer to getUpdates that carries updates, or one post to a webhook.
        """
        self._repeats = _Repeats(copies, shuffled, batches) if copies > 1 or shuffled else None

    def repeated(self, updates: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A batch of updates as it is to be delivered."""
        plan = self._repeats
        if plan is None or not updates or plan.batches == 0:
            return updates
        if plan.batches is not None:
            plan.batches -= 1
        if not plan.shuffled:
            return [update for update in updates for _ in range(plan.copies)]
        again = updates * max(plan.copies - 1, 1)
        self._dice.shuffle(again)
        return updates + again

    def release(self) -> None:
        """Let every held answer go."""
        for fault in self._planned:
            fault.release()

    def clear(self) -> None:
        """Forget all planned faults; held answers go."""
        self.release()
        self._planned.clear()
        self._repeats = None
