"""Who a program's request comes from: clients of OpenAI's wire and of Dify send a key even where none is wanted."""

from typing import Annotated

from fastapi import Depends, Request

from assistant.api.caller import Caller, bearer, caller
from assistant.api.desk import TheDesk


def program(request: Request, desk: TheDesk) -> Caller:
    """Whoever the request names; where nobody signs in, a key that nobody gave out is no reason to refuse.

    Raises:
        SignInError: the token is not good, or there is none and the office wants one.
        ForbiddenError: a session was used from another site's page.
    """
    token, role = bearer(request), desk.settings.default_role
    if token is not None and desk.settings.sign_in == "none" and role is not None:
        person = desk.people.by_token(token)
        return Caller(person.role, person) if person else Caller(role)
    return caller(request, desk)


TheProgram = Annotated[Caller, Depends(program)]
