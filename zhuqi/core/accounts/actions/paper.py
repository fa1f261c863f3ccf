"""Codes on paper: made with the first second factor, gone with the last."""

from __future__ import annotations

from zhuqi.core.accounts.codes import paper_codes, paper_digest
from zhuqi.core.accounts.models import Account, RecoveryCode
from zhuqi.core.journal.change import Change


def new_paper(change: Change, account: Account) -> list[str]:
    """Ten new codes in place of whatever there was, as part of a change. They are shown this one time."""
    forget_paper(change, account)
    codes = paper_codes()
    change.insert_many([RecoveryCode(account=account, digest=paper_digest(account.pk, one)) for one in codes])
    return codes


def forget_paper(change: Change, account: Account) -> None:
    """The account's codes on paper open nothing any more, as part of a change."""
    for row in RecoveryCode.objects.filter(account=account).order_by("pk"):
        change.delete(row)
