"""One key, one effect, one answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.eventlog.append import IdempotencyAnswer
from shared.runtime.access import Role
from shared.runtime.idempotency import kept_as
from tests.support.notice_board.service import BLOCKING, entered, released
from tests.support.served import Served

NOTES = "/board/v1/notes"
KEY = {"Idempotency-Key": "key-1"}


def test_the_same_request_gets_the_same_answer_and_has_one_effect(served: Served) -> None:
    """Status, body and headers; white space and order of keys do not make another request."""
    first = served.command(NOTES, {"text": "Bring cake", "until": "2026-05-01"}, headers=KEY)
    content = b'{ "until":"2026-05-01",\n "text":"Bring cake" }'
    headers = {**served.token(), **KEY, "Content-Type": "application/json"}
    again = served.http.post(NOTES, content=content, headers=headers)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert {name: again.headers[name] for name in ("ETag", "Loket-Position")} == {
        name: first.headers[name] for name in ("ETag", "Loket-Position")
    }
    assert served.board.context.log.head() == 1


def test_another_body_under_the_same_key_is_refused(served: Served) -> None:
    """422, and nothing is stored."""
    served.command(NOTES, {"text": "Bring cake"}, headers=KEY)
    other = served.command(NOTES, {"text": "Bring tea"}, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert served.board.context.log.head() == 1


def test_another_resource_under_the_same_key_is_another_request(served: Served) -> None:
    """The route is the same, the path is not."""
    one, two = (served.pinned().json()["id"] for _ in range(2))
    sign = {**KEY, "If-Match": '"1"'}
    assert served.command(f"{NOTES}/{one}/signatures", headers=sign).status_code == 200
    assert served.command(f"{NOTES}/{two}/signatures", headers=sign).status_code == 422


def test_keys_belong_to_their_principal(served: Served) -> None:
    """Two people may choose the same key."""
    for person in ("applicant-1", "applicant-2"):
        headers = {**KEY, **served.token(Role.APPLICANT, person)}
        assert served.command(NOTES, {"text": "Bring cake"}, headers=headers).status_code == 201
    assert served.board.context.log.head() == 2


def test_a_repeated_change_is_answered_although_its_version_is_stale_now(served: Served) -> None:
    """The key is looked at before If-Match."""
    note = served.pinned().json()["id"]
    headers = {**KEY, "If-Match": '"1"'}
    answers = [served.command(f"{NOTES}/{note}/signatures", headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize("body", [{"text": "ab"}, {}])
def test_a_refused_request_may_come_again_under_its_key(served: Served, body: dict[str, str]) -> None:
    """Only what was done is remembered."""
    assert served.command(NOTES, body, headers=KEY).status_code == 400
    assert served.command(NOTES, {"text": "Bring cake"}, headers=KEY).status_code == 201


def test_a_request_that_still_runs_is_not_begun_again(served: Served) -> None:
    """409 with Retry-After; the first one is done as if nothing had happened."""
    entered.clear()
    released.clear()
    with ThreadPoolExecutor(1) as other:
        first = other.submit(served.command, NOTES, {"text": BLOCKING}, headers=KEY)
        assert entered.wait(5)
        second = served.command(NOTES, {"text": BLOCKING}, headers=KEY)
        released.set()
        assert (second.status_code, second.json()["code"]) == (409, "still_running")
        assert second.headers["Retry-After"] == "1"
        assert first.result().status_code == 201
    assert served.command(NOTES, {"text": BLOCKING}, headers=KEY).content == first.result().content


def test_the_loser_of_a_race_between_processes_gets_the_winners_answer(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key was free when it was looked up, and taken when the append came: the unique row decides."""
    first = served.command(NOTES, {"text": "Bring cake"}, headers=KEY)
    log = served.board.context.log
    find, looks = log.stored_answer, 0

    def blind_once(principal: str, route: str, key: str) -> IdempotencyAnswer | None:
        nonlocal looks
        looks += 1
        return None if looks == 1 else find(principal, route, key)

    monkeypatch.setattr(log, "stored_answer", blind_once)
    late = served.command(NOTES, {"text": "Bring cake"}, headers=KEY)
    assert looks == 2
    assert (late.status_code, late.content) == (first.status_code, first.content)
    assert log.head() == 1


@pytest.mark.parametrize("version", ['"1"', '"3"'])
def test_the_loser_gets_the_winners_answer_whatever_its_own_refusal_would_be(
    served: Served, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    """The winner has moved the version: without its answer the loser would be told 412."""
    path = f"{NOTES}/{served.pinned().json()['id']}/signatures"
    first = served.command(path, headers={**KEY, "If-Match": '"1"'})
    log = served.board.context.log
    find, looks = log.stored_answer, 0

    def blind_once(principal: str, route: str, key: str) -> IdempotencyAnswer | None:
        nonlocal looks
        looks += 1
        return None if looks == 1 else find(principal, route, key)

    monkeypatch.setattr(log, "stored_answer", blind_once)
    second = served.command(path, headers={**KEY, "If-Match": version})
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert log.head() == 2


def test_the_store_holds_neither_key_nor_plain_hash(served: Served) -> None:
    """What is kept of key and body is made with a secret of this installation."""
    served.command(NOTES, {"text": "Bring cake"}, headers=KEY)
    context = served.board.context
    secret = context.settings.data / "fingerprint.key"
    kept = kept_as(KEY["Idempotency-Key"], secret.read_bytes())
    stored = context.log.stored_answer("case_handler-1", "POST /notes", kept)
    assert stored is not None
    assert len(stored.fingerprint) == 64
    assert context.log.stored_answer("case_handler-1", "POST /notes", KEY["Idempotency-Key"]) is None
    assert secret.stat().st_mode & 0o077 == 0
