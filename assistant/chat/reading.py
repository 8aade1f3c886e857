"""What a model streams, cut into sentences as soon as each is whole. Its thinking never gets through.

Thinking stands in `<think>…</think>` (or a tag like it), at the start or anywhere; some servers send only the closing
tag, because their template has opened it: then all that came before it is taken back (`RESTART`).
"""

import re
from typing import Final

RESTART: Final = "\0"
"""Stands among the sentences where all before it turned out to be thinking."""

_TAG = re.compile(
    r"<(?P<close>/?)(?:think|thinking|thought|reasoning|reflection)>|(?P<kimi>◁)(?P<end>/?)think▷", re.IGNORECASE
)
_CHANNEL = re.compile(r"<\|channel\|>\w+<\|message\|>|<\|(?:end|start|return|im_end|im_start)\|>\w*|</s>")
"""Signs of a chat template that a server should have kept to itself."""
_LONGEST_TAG: Final = 24
_BARE = r"[\[【［]\^?[^\[\]【】［］\n]{1,24}[\]】］]"
_BEHIND = rf"(?:[”’」』）)\"*`]|[ \t]*{_BARE})*"
_END = re.compile(rf"[。！？!?]{_BEHIND}[ \t]*(?=[^\s\[【［”’」』）)\"*`])|\s*\n\s*")
"""The end of a sentence: its sign, quotation marks and citations behind it, and the beginning of something else."""
_RUN: Final = 1500
"""A sentence may have so many characters; what goes on longer has no end."""
_SAME: Final = 3
"""So often one sentence may come; then the model goes round in circles."""
_LOOK: Final = 160
"""Characters after which the last ones are looked over, and how many of them must repeat."""
_CIRCLE = re.compile(r"(.{2,60}?)\1{7,}$", re.DOTALL)


class RepeatingError(Exception):
    """The model goes round in circles, or never ends a sentence."""


class Sentences:
    """One reply while it arrives; a sentence that begins a line begins with a line break.

    `thinking` says whether the model's template has opened its thinking already.
    """

    def __init__(self, *, thinking: bool = False) -> None:
        self._buffer = ""
        self._line = "\n"
        self._thinking = thinking
        self._seen: dict[str, int] = {}
        self._recent, self._unlooked = "", 0
        self.reopened = False
        """Whether a closing tag came that nothing had opened."""

    def feed(self, text: str) -> list[str]:
        """The sentences that are whole now, markers and all.

        Raises:
            RepeatingError: the model goes round in circles.
        """
        self._circling(text)
        self._buffer += text
        found = self._without_thinking()
        return found + ([] if self._thinking else self._cut())

    def rest(self) -> str:
        """What was begun and not ended, once the reply is over. Unended thinking is nothing."""
        left, self._buffer = self._buffer, ""
        left = "" if self._thinking else _CHANNEL.sub("", left).strip()
        return left and self._line + left

    def _without_thinking(self) -> list[str]:
        """Takes thinking out of the buffer; a part of a tag at its end waits for the rest."""
        found: list[str] = []
        while match := _TAG.search(self._buffer):
            closing = bool(match["close"] or match["end"])
            if closing and not self._thinking:
                self.reopened = True
                self._buffer, found, self._line = self._buffer[match.end() :], [RESTART], "\n"
                self._seen.clear()
            elif closing:
                self._buffer = self._buffer[match.end() :]
                self._thinking = False
            else:
                before, behind = self._buffer[: match.start()], self._buffer[match.end() :]
                if not self._thinking:
                    self._buffer = before
                    found += [*self._cut(), *self._begun()]
                self._buffer, self._thinking = behind, True
        if self._thinking:
            self._buffer = self._buffer[-_LONGEST_TAG:]
        return found

    def _begun(self) -> list[str]:
        """What stands before thinking that begins, as a sentence of its own."""
        left, self._buffer = self._buffer.strip(), ""
        if not left:
            return []
        sentence, self._line = self._counted(self._line + left), ""
        return [sentence]

    def _cut(self) -> list[str]:
        self._buffer = _CHANNEL.sub("", self._buffer)
        found, start = [], 0
        for match in _END.finditer(self._buffer):
            sentence, start = self._buffer[start : match.end()], match.end()
            if sentence.strip():
                found.append(self._counted(self._line + sentence.strip()))
                self._line = ""
            if sentence.endswith("\n"):
                self._line = "\n"
        self._buffer = self._buffer[start:]
        if len(self._buffer) > _RUN:
            raise RepeatingError(f"no sentence ended within {_RUN} characters")
        return found

    def _counted(self, sentence: str) -> str:
        key = "".join(sign for sign in sentence if sign.isalnum())
        self._seen[key] = self._seen.get(key, 0) + 1
        if key and self._seen[key] > _SAME:
            raise RepeatingError("one sentence came again and again")
        return sentence

    def _circling(self, text: str) -> None:
        self._recent, self._unlooked = (self._recent + text)[-480:], self._unlooked + len(text)
        if self._unlooked < _LOOK:
            return
        self._unlooked = 0
        circle = _CIRCLE.search(self._recent)
        if circle and len(circle[0]) >= _LOOK:
            raise RepeatingError("the same words came again and again")
