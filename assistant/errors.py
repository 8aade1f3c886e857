"""What can go wrong in `assistant`. Status codes are chosen in `app.py` only.

AssistantError
├── QuestionError             the question cannot be taken (empty, a date that does not exist)
│   └── QuestionTooLongError  it has more characters than a question may have
├── RequestError              an HTTP request cannot be read
│   ├── BodyTooLargeError     its body has more bytes than any question needs
│   ├── MediaTypeError        its body is not declared as JSON
│   └── HostError             it names a host that this server is not
├── NotReadyError             there is no index to answer from
└── SettingsError             a setting is misspelt or unsafe
"""


class AssistantError(Exception):
    """Base of all errors of `assistant`."""


class QuestionError(AssistantError):
    """The question cannot be taken as it is."""


class QuestionTooLongError(QuestionError):
    """The question has more characters than a question may have."""


class RequestError(AssistantError):
    """An HTTP request cannot be read."""


class BodyTooLargeError(RequestError):
    """The body has more bytes than any question with its history needs."""


class MediaTypeError(RequestError):
    """The body is not declared as JSON."""


class HostError(RequestError):
    """The request names a host that this server is not (a page elsewhere may have rebound its name)."""


class NotReadyError(AssistantError):
    """There is no index to answer from; the message says why and what to do."""


class SettingsError(AssistantError):
    """A setting is misspelt or unsafe."""
