"""Passkeys: a device answers a fresh challenge, from our own address, with its person verified; nothing else opens."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from hypothesis import given
from hypothesis import strategies as st

from tests.accounts.authenticator import DOMAIN, ORIGIN, PRESENT, VERIFIED, Device, added, opens, put
from tests.accounts.conftest import NOW, PASSWORD, person
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import CLOCK, Actor, Role
from zhuqi.core.accounts import passkeys
from zhuqi.core.accounts.actions import (
    add_passkey,
    answer_factor,
    answer_passkey,
    begin_passkey,
    close,
    lose_factor,
    remove_factor,
    remove_passkey,
    set_factor,
    set_password,
    sweep,
)
from zhuqi.core.accounts.codes import code_at
from zhuqi.core.accounts.models import Account, Passkey, PasskeyCount, RecoveryCode, Spent
from zhuqi.core.accounts.passkeys import NOWHERE, Answered, Challenge, Made, Purpose, Wrong
from zhuqi.core.accounts.queries import has_factor, recovery_codes_left
from zhuqi.core.accounts.rules import STEP
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import findings

SECRET = b"12345678901234567890"
pytestmark = pytest.mark.usefixtures("place")
OTHER_KEY = ec.generate_private_key(ec.SECP256R1())
LIES: dict[str, dict[str, Any]] = {
    "another origin": {"origin": "https://zhuqi.example.evil"},
    "an origin below ours": {"origin": "https://www.zhuqi.example"},
    "our host without TLS": {"origin": "http://zhuqi.example"},
    "another port": {"origin": f"{ORIGIN}:8443"},
    "another domain": {"domain": "evil.example"},
    "another challenge": {"challenge": websafe_encode(b"x" * 32)},
    "an empty challenge": {"challenge": ""},
    "no user verification": {"flags": PRESENT},
    "nobody present": {"flags": VERIFIED},
    "inside a frame of others": {"framed": True},
    "an answer to the other question": {"kind": "webauthn.other"},
}
"""What no device that answers rightly says, at either question."""


@pytest.fixture
def device(account: Account, he: Actor) -> Device:
    """His device, with a passkey of his."""
    device = Device()
    added(he, device)
    return device


@pytest.mark.parametrize("lie", [pytest.param(lie, id=name) for name, lie in LIES.items()])
def test_what_a_device_may_not_say_is_refused_at_both_questions(lie: dict[str, Any]) -> None:
    asked = passkeys.new_challenge(Purpose.ADD, 7, "x")
    device = Device()
    options = passkeys.to_make(asked, "he", [])
    assert isinstance(passkeys.made(asked, device.make(options)), Made)
    with pytest.raises(Wrong):
        passkeys.made(asked, device.make(options, **lie))
    made = passkeys.made(asked, device.make(options))
    known: dict[str, Any] = {"account_id": 7, "credential": made.credential, "public_key": made.public_key}
    door, question = put()
    assert passkeys.used(door, device.sign(question), **known) == device.count
    with pytest.raises(Wrong):
        passkeys.used(door, device.sign(question, **lie), **known)


@pytest.mark.parametrize(
    "lie",
    [
        {"key": OTHER_KEY},
        {"handle": (8).to_bytes(8, "big")},
        {"credential": b"y" * 32},
        {"kind": "webauthn.create"},
    ],
    ids=["another key", "another person's handle", "another name", "making in place of signing"],
)
def test_an_answer_is_of_this_key_for_this_person(lie: dict[str, Any]) -> None:
    asked = passkeys.new_challenge(Purpose.ADD, 7, "x")
    device = Device()
    made = passkeys.made(asked, device.make(passkeys.to_make(asked, "he", [])))
    door, question = put()
    with pytest.raises(Wrong):
        passkeys.used(
            door, device.sign(question, **lie), account_id=7, credential=made.credential, public_key=made.public_key
        )


@pytest.mark.parametrize(
    "public",
    [
        {1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32},
        {1: 2, 3: -47, -1: 8, -2: b"x" * 32, -3: b"y" * 32},
        {1: 4, 3: 5, -1: b"k" * 32},
        {1: 2, 3: -7},
        {1: 2, 3: -999},
    ],
    ids=["off the curve", "an algorithm not asked for", "a shared secret", "no point", "unknown"],
)
def test_a_key_that_signatures_cant_be_held_against_is_refused(public: dict[int, Any]) -> None:
    asked = passkeys.new_challenge(Purpose.ADD, 7, "x")
    with pytest.raises(Wrong):
        passkeys.made(asked, Device().make(passkeys.to_make(asked, "he", []), public=public))


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200).map(websafe_encode)))
def test_strangers_bytes_are_wrong_and_nothing_worse(typed: str) -> None:
    door = Challenge(Purpose.COME_IN, 0, websafe_encode(b"c" * 32), int(time.time()))
    wraps = [typed, json.dumps(typed), json.dumps({"rawId": typed}), "[" * 10_000]
    parts = dict.fromkeys(("clientDataJSON", "attestationObject", "authenticatorData", "signature"), typed)
    wraps.append(json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": parts}))
    for answer in wraps:
        with pytest.raises(Wrong):
            passkeys.made(door, answer)
        with pytest.raises(Wrong):
            passkeys.used(door, answer, account_id=1, credential="AAAA", public_key="AAAA")
        assert isinstance(passkeys.credential_of(answer), str)


def test_what_a_browser_is_asked_binds_it_to_this_place_and_to_its_person() -> None:
    asked = passkeys.new_challenge(Purpose.ADD, 7, "x")
    options = json.loads(passkeys.to_make(asked, "he", ["AAAA"]))["publicKey"]
    assert options["rp"]["id"] == DOMAIN and options["challenge"] == asked.word
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["attestation"] == "none", "which model somebody has is none of our business"
    assert [one["id"] for one in options["excludeCredentials"]] == ["AAAA"]
    assert {kind["alg"] for kind in options["pubKeyCredParams"]} == passkeys.ALGORITHMS
    door, question = put()
    assert json.loads(question)["publicKey"]["userVerification"] == "required"
    assert len({put()[0].word for _ in range(100)} | {door.word}) == 101


@pytest.mark.django_db
def test_a_passkey_opens_its_account_once_a_challenge(device: Device, account: Account) -> None:
    challenge, asked = put()
    answer = device.sign(asked)
    assert answer_passkey(challenge, answer=answer, now=NOW) == account
    assert answer_passkey(challenge, answer=answer, now=NOW) is None, "a replay"
    assert answer_passkey(challenge, answer=device.sign(asked), now=NOW) is None, "signed anew, but asked before"
    assert opens(device) == opens(device, account.pk) == account


@pytest.mark.django_db
def test_a_wrong_answer_uses_the_challenge_up(device: Device) -> None:
    challenge, asked = put()
    assert answer_passkey(challenge, answer=device.sign(asked, origin="https://evil.example"), now=NOW) is None
    assert answer_passkey(challenge, answer=device.sign(asked), now=NOW) is None


@pytest.mark.django_db
def test_after_five_minutes_a_challenge_is_too_old(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, asked = put()
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    assert answer_passkey(challenge, answer=device.sign(asked), now=NOW) is None


@pytest.mark.django_db
def test_what_was_asked_for_one_thing_is_no_good_for_another(device: Device, he: Actor, account: Account) -> None:
    for purpose in (Purpose.PROVE, Purpose.ADD):
        challenge, asked = put(purpose, account.pk)
        assert answer_passkey(challenge, answer=device.sign(asked), now=NOW) is None
    for purpose in (Purpose.COME_IN, Purpose.SECOND, Purpose.ADD):
        challenge, asked = put(purpose, account.pk)
        with pytest.raises(Invalid):
            begin_passkey(he, account.pk, name="x", passkey=Answered(challenge, device.sign(asked)))


@pytest.mark.django_db
def test_after_one_persons_password_only_their_own_passkey_opens(device: Device, account: Account, she: Actor) -> None:
    set_password(CLOCK, she.account or 0, password=PASSWORD, now=NOW)
    hers = Device()
    added(she, hers)
    assert opens(hers, account.pk) is None and opens(device, she.account or 0) is None
    assert opens(hers) is not None and opens(hers, handle=device.handle) is None


@pytest.mark.django_db
def test_a_closed_account_opens_to_none(device: Device, account: Account) -> None:
    close(CLOCK, account.pk, now=NOW)
    assert opens(device) is None


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_count_that_goes_back_or_stands_still_is_a_copy_and_an_entry_says_so(device: Device, count: int) -> None:
    assert opens(device) is not None and device.count == 2
    assert opens(device, count=count) is None
    entry = Entry.objects.get(verb="passkey_doubted")
    assert json.loads(entry.facts) == {"passkey": Passkey.objects.get().pk}
    assert opens(device, count=3) is not None, "the one that has counted on still opens"
    assert not [found for found in findings() if found.table.startswith("accounts_")]


@pytest.mark.django_db
def test_a_device_that_never_counts_opens_every_time_and_writes_nothing(account: Account, he: Actor) -> None:
    device = Device(counts=False)
    added(he, device)
    assert opens(device) == opens(device) == account
    assert PasskeyCount.objects.get().count == 0


@pytest.mark.django_db
def test_where_its_counter_was_lost_a_device_opens_and_counts_on(device: Device) -> None:
    PasskeyCount.objects.all().delete()
    assert opens(device, count=9) is not None
    assert opens(device, count=9) is None and opens(device, count=10) is not None


@pytest.mark.django_db
def test_adding_needs_the_password_or_a_passkey_and_a_name(account: Account, he: Actor, she: Actor) -> None:
    for name in ("", "  ", "x" * 61, "a\0b"):
        with pytest.raises(Invalid) as wrong:
            begin_passkey(he, account.pk, name=name, password=PASSWORD)
        assert set(wrong.value.fields) == {"name"}
    with pytest.raises(Invalid) as wrong:
        begin_passkey(he, account.pk, name="x", password="wrong")
    assert set(wrong.value.fields) == {"password"}
    with pytest.raises(Invalid):
        begin_passkey(he, account.pk, name="x", passkey=Answered(NOWHERE, "{}"))
    with pytest.raises(Refused):
        begin_passkey(she, account.pk, name="x", password=PASSWORD)
    device = Device()
    added(he, device)
    challenge, asked = put(Purpose.PROVE, account.pk)
    second = begin_passkey(he, account.pk, name="钥匙", passkey=Answered(challenge, device.sign(asked)))
    assert second.name == "钥匙"


@pytest.mark.django_db
def test_what_was_made_is_added_once_by_whoever_began(account: Account, he: Actor, she: Actor) -> None:
    asked = begin_passkey(he, account.pk, name="x", password=PASSWORD)
    device = Device()
    answer = device.make(passkeys.to_make(asked, "he", []))
    with pytest.raises(Refused):
        add_passkey(she, asked, answer=answer, device="", now=NOW)
    with pytest.raises(Refused):
        add_passkey(he, put(Purpose.PROVE, account.pk)[0], answer=answer, device="", now=NOW)
    add_passkey(he, asked, answer=answer, device="", now=NOW)
    with pytest.raises(Refused):
        add_passkey(he, asked, answer=answer, device="", now=NOW)
    again = begin_passkey(he, account.pk, name="y", password=PASSWORD)
    with pytest.raises(Refused):
        add_passkey(he, again, answer=device.make(passkeys.to_make(again, "he", [])), device="", now=NOW)
    assert Passkey.objects.count() == 1


@pytest.mark.django_db
def test_twenty_are_enough(account: Account, he: Actor) -> None:
    for n in range(20):
        added(he, Device(), name=f"{n}")
    with pytest.raises(Refused):
        begin_passkey(he, account.pk, name="x", password=PASSWORD)


@pytest.mark.django_db
def test_the_first_factor_gives_codes_on_paper_and_the_last_takes_them(account: Account, he: Actor) -> None:
    first, paper = added(he, Device())
    second, none = added(he, Device(), name="钥匙")
    assert (len(paper), none) == (10, [])
    assert answer_factor(account.pk, code=paper[0], now=NOW) and recovery_codes_left(account.pk) == 9
    remove_passkey(he, first.pk, password=PASSWORD, now=NOW)
    assert has_factor(account.pk) and recovery_codes_left(account.pk) == 9
    remove_passkey(he, second.pk, password=PASSWORD, now=NOW)
    assert not has_factor(account.pk) and not RecoveryCode.objects.exists()
    assert not [found for found in findings() if found.table.startswith("accounts_")]


@pytest.mark.django_db
def test_telephone_and_passkey_go_apart_from_each_other(
    device: Device, account: Account, he: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 60_000_000 * STEP + 7.0)
    challenge, asked = put(Purpose.PROVE, account.pk)
    proof = Answered(challenge, device.sign(asked))
    set_factor(he, account.pk, passkey=proof, secret=SECRET, code=code_at(SECRET, 60_000_000), now=NOW)
    assert recovery_codes_left(account.pk) == 10, "new ones in place of the old"
    with pytest.raises(Invalid):
        remove_factor(he, account.pk, passkey=proof, now=NOW)
    challenge, asked = put(Purpose.PROVE, account.pk)
    remove_factor(he, account.pk, passkey=Answered(challenge, device.sign(asked)), now=NOW)
    assert has_factor(account.pk) and recovery_codes_left(account.pk) == 10


@pytest.mark.django_db
def test_removing_is_ones_own_affair_and_needs_proof(device: Device, account: Account, he: Actor, she: Actor) -> None:
    held = Passkey.objects.get()
    for actor, pk in ((she, held.pk), (he, held.pk + 1), (CLOCK, held.pk), (Actor(), held.pk)):
        with pytest.raises(Missing):
            remove_passkey(actor, pk, password=PASSWORD, now=NOW)
    with pytest.raises(Invalid):
        remove_passkey(he, held.pk, password="wrong", now=NOW)
    copied, asked = put(Purpose.PROVE, account.pk)
    with pytest.raises(Invalid):
        remove_passkey(he, held.pk, passkey=Answered(copied, device.sign(asked, count=1)), now=NOW)
    challenge, asked = put(Purpose.PROVE, account.pk)
    remove_passkey(he, held.pk, passkey=Answered(challenge, device.sign(asked)), now=NOW)
    assert not Passkey.objects.exists() and opens(device) is None


@pytest.mark.django_db
def test_whoever_lost_everything_is_let_in_by_the_security_administrator(
    device: Device, account: Account, he: Actor
) -> None:
    added(he, Device(), name="钥匙")
    for other in (he, person("system", Role.SYSTEM_ADMIN)):
        with pytest.raises(Refused):
            lose_factor(other, account.pk, now=NOW)
    lose_factor(person("security", Role.SECURITY_ADMIN), account.pk, now=NOW)
    assert not Passkey.objects.exists() and not RecoveryCode.objects.exists() and opens(device) is None
    assert json.loads(Entry.objects.get(verb="factor_removed").facts)["passkeys"] == 2
    assert not [found for found in findings() if found.table.startswith("accounts_")]


@pytest.mark.django_db
def test_the_journal_vouches_for_a_passkey_and_tells_nothing_of_it(device: Device) -> None:
    held = Passkey.objects.get()
    said = "".join(str(value) for row in Entry.objects.values_list() for value in row)
    assert "办公室" not in said and held.credential not in said and held.public_key not in said
    assert not [found for found in findings() if found.table.startswith("accounts_")]
    Passkey.objects.update(public_key=websafe_encode(b"another"))
    assert "accounts_passkey" in {found.table for found in findings()}


@pytest.mark.django_db
def test_used_challenges_are_swept_after_a_day(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    opens(device)
    sweep(NOW)
    assert Spent.objects.count() == 2
    later = time.time() + 25 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    sweep(NOW)
    assert not Spent.objects.exists()


def test_the_key_that_is_kept_is_the_public_half() -> None:
    asked = passkeys.new_challenge(Purpose.ADD, 7, "x")
    device = Device()
    made = passkeys.made(asked, device.make(passkeys.to_make(asked, "he", [])))
    assert ES256.from_cryptography_key(device.key.public_key())[-2] in websafe_decode(made.public_key)
