"""Parameters of keyset-paged lists."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import Query

LARGEST_PAGE: Final = 500

After = Annotated[UUID | None, Query(description="The last id of the page before.")]
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]
