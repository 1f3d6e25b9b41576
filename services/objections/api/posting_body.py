"""What a handler says of post without a legible postmark (Awb 6:9(2))."""

from __future__ import annotations

from services.objections.api.reasons import Reasons, Seal
from services.objections.domain.posting import PostingJudgement
from shared.runtime.api import Body


class PostingBody(Body):
    """Whether it was posted in time, and why."""

    in_time: bool
    reasons: Reasons

    def judgement(self, seal: Seal) -> PostingJudgement:
        """In the words of the domain."""
        return PostingJudgement(self.in_time, seal(self.reasons))
