"""`/healthz` says that the process answers, `/readyz` that it can answer questions."""

import logging
from typing import Literal

from fastapi import APIRouter

from assistant.api.desk import TheDesk
from assistant.api.schemas import Out
from assistant.errors import NotReadyError
from assistant.messages import access_of
from index.errors import IndexingError

logger = logging.getLogger(__name__)

router = APIRouter(tags=["health"])


class Alive(Out):
    """The process answers."""

    status: Literal["ok"]


class Ready(Out):
    """An index is open; `index` names its generation."""

    status: Literal["ready"]
    index: str
    documents: int


@router.get("/healthz")
async def healthz() -> Alive:
    """The process is alive."""
    return Alive(status="ok")


@router.get("/readyz")
def readyz(desk: TheDesk) -> Ready:
    """An index is open; else a problem says why not and what to do."""
    try:
        with desk.library.pin() as generation:
            count = len(generation.catalog.editions(access_of(desk.settings.default_role or "visitor")))
            return Ready(status="ready", index=generation.name, documents=count)
    except IndexingError as error:
        logger.warning("not ready: %s", error)
        reason = "" if desk.settings.default_role != "officer" else f"（{error}）"  # it names folders of this machine
        todo = "请管理员运行 python -m index add 装入文件，或重新启动服务。"
        raise NotReadyError(f"索引还不能用{reason}。{todo}") from error
