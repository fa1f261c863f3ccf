"""Tokens: a program comes in by a secret that nobody stores, for a time, in one person's name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.accounts.conftest import CITY, DAY, NOW, SISTER, TODAY, person
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import CLOCK, Actor, Role
from zhuqi.core.accounts.actions import close, issue_token, revoke_token
from zhuqi.core.accounts.models import Token
from zhuqi.core.accounts.queries import token_of, tokens
from zhuqi.core.accounts.rules import TokenScope, fingerprint
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import findings

READ, ACT = TokenScope.READ, TokenScope.ACT
UNTIL = TODAY + 30 * DAY


def issue(actor: Actor, **changed: Any) -> tuple[Token, str]:
    asked: dict[str, Any] = {"name": "脚本", "scopes": [READ], "until": UNTIL, "now": NOW} | changed
    return issue_token(actor, asked.pop("account_id", actor.account), **asked)


def test_the_secret_opens_until_its_last_day_and_is_stored_nowhere(he: Actor) -> None:
    token, secret = issue(he, scopes=[ACT, READ, READ])
    assert secret.startswith("zq_") and len(secret) >= 46
    assert token_of(secret, NOW) == token
    assert token_of(secret, NOW + 29 * DAY) == token
    assert token_of(secret, dt.datetime.combine(UNTIL, dt.time(0, 1), NOW.tzinfo)) is None
    stored = [str(value) for row in Token.objects.values_list() for value in row]
    stored += [str(value) for row in Entry.objects.values_list() for value in row]
    assert not [value for value in stored if secret in value or "脚本" in Entry.objects.latest("id").facts]
    assert (token.scopes, token.digest) == ("act read", fingerprint(secret))


def test_it_opens_what_it_was_issued_for(he: Actor) -> None:
    token, _ = issue(he, scopes=[READ])
    assert token.allows(READ) and not token.allows(ACT)


@pytest.mark.parametrize(
    "tried", ["", "zq_", "zq_nobody", "Bearer", "zq_\0", "zq_\ud800", "zq_" + "x" * 30_000, "助企"]
)
def test_an_unknown_secret_opens_nothing(he: Actor, tried: str) -> None:
    issue(he)
    assert token_of(tried, NOW) is None


def test_the_stored_digest_isnt_a_secret(he: Actor) -> None:
    token, _ = issue(he)
    assert token_of(token.digest, NOW) is None and token_of(f"zq_{token.digest}", NOW) is None


def test_a_closed_account_closes_its_tokens(he: Actor) -> None:
    _, secret = issue(he)
    close(CLOCK, he.account or 0, now=NOW)
    assert token_of(secret, NOW) is None
    with pytest.raises(Refused):
        issue(CLOCK, account_id=he.account)


def test_looking_one_up_is_one_query(he: Actor, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    _, secret = issue(he)
    with django_assert_num_queries(1):
        found = token_of(secret, NOW)
        assert found is not None and found.account.username == "he"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""), ("name", "   "), ("name", "x" * 61), ("name", "a\0b"), ("scopes", []),
        ("until", TODAY), ("until", TODAY - DAY), ("until", TODAY + 367 * DAY), ("until", dt.date.max),
    ],
)  # fmt: skip
def test_what_cant_be_taken_is_a_sentence_at_its_field(he: Actor, field: str, typed: object) -> None:
    with pytest.raises(Invalid) as wrong:
        issue(he, **{field: typed})
    assert set(wrong.value.fields) == {field}
    assert not Token.objects.exists()


def test_a_year_is_the_longest(he: Actor) -> None:
    token, _ = issue(he, until=TODAY + 366 * DAY)
    assert token.until == TODAY + 366 * DAY


def test_nobody_issues_a_token_in_anothers_name_but_the_console(he: Actor, she: Actor) -> None:
    for other in (she, person("admin", Role.SECURITY_ADMIN, CITY), Actor(), Actor(enterprise=1)):
        with pytest.raises(Refused):
            issue(other, account_id=he.account)
    assert issue(CLOCK, account_id=he.account)[0].account_id == he.account
    with pytest.raises(Missing):
        issue(CLOCK, account_id=10**12)


def test_a_repeat_gives_the_first_token_and_no_secret(he: Actor) -> None:
    first, secret = issue(he, key="k")
    again, nothing = issue(he, key="k")
    assert (first.pk, secret != "", nothing) == (again.pk, True, "")
    assert Token.objects.count() == 1
    assert token_of(secret, NOW) == first


def test_ones_own_token_is_revoked_at_once_and_once(he: Actor) -> None:
    token, secret = issue(he)
    assert revoke_token(he, token.pk, key="r", now=NOW).revoked_at == NOW
    assert token_of(secret, NOW) is None
    assert revoke_token(he, token.pk, now=NOW + DAY).revoked_at == NOW
    assert Entry.objects.filter(kind="token", verb="token_revoked").count() == 1


@pytest.mark.parametrize(
    ("role", "place", "may"),
    [
        (Role.SECURITY_ADMIN, CITY, True),
        (Role.SECURITY_ADMIN, SISTER, False),
        (Role.SYSTEM_ADMIN, CITY, False),
        (Role.AUDIT_ADMIN, CITY, False),
        (Role.DISPATCHER, CITY, False),
    ],
)
def test_of_others_only_the_security_administrator_above_revokes(
    he: Actor, role: Role, place: tuple[int, str], may: bool
) -> None:
    token, secret = issue(he)
    other = person("other", role, place)
    if may:
        revoke_token(other, token.pk, now=NOW)
    else:
        with pytest.raises(Missing):
            revoke_token(other, token.pk, now=NOW)
    assert (token_of(secret, NOW) is None) is may


def test_a_token_that_isnt_there_is_missing(he: Actor) -> None:
    with pytest.raises(Missing):
        revoke_token(he, 10**15, now=NOW)


def test_the_list_shows_the_newest_first_and_only_ones_own(he: Actor, she: Actor) -> None:
    older, _ = issue(he)
    newer, _ = issue(he, now=NOW + DAY, until=UNTIL)
    issue(she)
    assert list(tokens(he.account or 0)) == [newer, older]


def test_the_journal_vouches_for_every_token(he: Actor) -> None:
    token, _ = issue(he)
    revoke_token(he, token.pk, now=NOW)
    assert not list(findings())
    Token.objects.filter(pk=token.pk).update(revoked_at=None)
    assert [found.table for found in findings()] == ["accounts_token"]
