"""The files of a case: who sees them, what is in one, and who may attach or erase."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.files import queries as files
from zhuqi.core.files.models import File
from zhuqi.core.files.rules import Media
from zhuqi.domain.cases.life.standing import Situation, who_is
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.models import Attachment, Enclosure
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.domain.cases.rules.words import Who

A_CASE, A_DAY = 99, 27
"""Files of one case, erased ones included; files that an enterprise sends about one case on one day."""


@dataclass(frozen=True)
class Download:
    """A file as it is given back."""

    name: str
    media: Media
    digest: str
    content: bytes


def attached(actor: Actor, case_id: int) -> QuerySet[Attachment]:
    """What was attached to a case, the latest first, each with its files. An enterprise sees what is open to it, and
    nobody sees anything of a case out of sight. Two queries."""
    each = Prefetch("enclosures", Enclosure.objects.select_related("file").order_by("n"))
    found = _open_to(actor).filter(case=case_id).select_related("unit", "staff")
    return found.prefetch_related(each).order_by("-at", "-pk")


def given(actor: Actor, case_id: int) -> list[tuple[Attachment, tuple[File, ...]]]:
    """What ``attached`` gives, each with its files. One query."""
    rows = Enclosure.objects.filter(attachment__in=_open_to(actor).filter(case=case_id))
    found: dict[int, tuple[Attachment, tuple[File, ...]]] = {}
    for row in rows.select_related("file", "attachment__unit", "attachment__staff").order_by(
        "-attachment__at", "-attachment__pk", "n"
    ):
        first, files = found.get(row.attachment_id, (row.attachment, ()))
        found[row.attachment_id] = first, (*files, row.file)
    return list(found.values())


def _open_to(actor: Actor) -> QuerySet[Attachment]:
    seen = Attachment.objects.filter(case__in=visible(actor))
    return seen if actor.enterprise is None else seen.filter(outside=True)


def on_case(actor: Actor, case_id: int) -> QuerySet[Enclosure]:
    """The files of a case, as the actor sees them, in no order."""
    seen = _open_to(actor).filter(case=case_id)
    return Enclosure.objects.filter(attachment__in=seen).select_related("file", "attachment__case")


def download(actor: Actor, case_id: int, file_id: int) -> Download:
    """A file of a case. Raises Missing out of sight, and where it was erased."""
    found = on_case(actor, case_id).filter(file=file_id).first()
    if found is None:
        raise Missing
    file = found.file
    return Download(file.name, Media(file.media), file.digest, files.content(file))


def attaching_refused(at: Situation) -> Sentence | None:
    """Why the actor can't attach anything now, or None. Whoever is something to a living case may; looking on isn't."""
    if at.life.end is not None:
        return say("This case is over; nothing more is attached to it.")
    if not who_is(at.life, at.place) - {Who.CLOCK}:
        return say("Files are attached by those who work on this case, and by its enterprise.")
    return None


def erasable(attachment: Attachment, life: Life, actor: Actor) -> bool:
    """Whether the actor may erase the files of an attachment: what one attached oneself, while the case lives."""
    if actor.enterprise is not None:
        own = attachment.enterprise_id == actor.enterprise
    else:
        own = actor.staff is not None and attachment.staff_id == actor.staff
    return own and life.end is None


def unit_of(at: Situation, actor: Actor) -> int | None:
    """For which unit a member of staff attaches something: the one through which the case is theirs."""
    if actor.enterprise is not None:
        return None
    mine = at.place.units | at.place.desks
    return next((unit for unit in _units(at.life) if unit in mine), next(iter(sorted(actor.orgs())), None))


def _units(life: Life) -> list[int | None]:
    """The units of a case, from who has it now to who found it."""
    carrier = [life.carrier.unit] if life.carrier else []
    return [*carrier, *(row.unit for row in life.co_rows), life.desk, life.found_by]
