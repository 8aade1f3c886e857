"""What can go wrong in `assistant`. Status codes are chosen in `app.py` only.

AssistantError
├── QuestionError             the question cannot be taken (empty, a date that does not exist)
│   └── QuestionTooLongError  it has more characters than a question may have
├── RequestError              an HTTP request cannot be read
│   ├── BodyTooLargeError     its body has more bytes than any question needs
│   ├── MediaTypeError        its body is not declared as JSON
│   └── HostError             it names a host that this server is not
├── NotReadyError             there is no index to answer from
├── ModelError                the chat model of the settings cannot be used
├── StorageError              the database of accounts and conversations cannot be used
├── UnknownConversationError  there is no such conversation, or it is someone else's
├── SiteError                 a portal cannot be registered or is not there
├── TooManyError              too many questions in a minute
├── PersonError               an account cannot be made or is not there
├── SignInError               nobody is signed in, or not as the request claims
├── ForbiddenError            whoever is signed in may not do this, or not from this page
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


class ModelError(AssistantError):
    """The chat model of the settings cannot be used; the message says which setting is wrong and what to do."""


class SettingsError(AssistantError):
    """A setting is misspelt or unsafe."""


class StorageError(AssistantError):
    """The database of accounts and conversations cannot be opened or is of a later version."""


class UnknownConversationError(AssistantError):
    """There is no such conversation (or answer in it), or it is someone else's."""


class SiteError(AssistantError):
    """A portal cannot be registered (its origin is none) or is not there."""


class TooManyError(AssistantError):
    """Too many questions in a minute; `seconds` until there is room."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"问得太快了，请等 {seconds} 秒再问。")
        self.seconds = seconds


class PersonError(AssistantError):
    """An account cannot be made (its name is taken) or is not there."""


class SignInError(AssistantError):
    """Nobody is signed in, or the credentials are not (or no longer) good."""


class ForbiddenError(AssistantError):
    """The role does not allow it, or another page tried to act for the one signed in."""
