"""Laws over the tables as Django knows them."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.test.utils import isolate_apps
from django.utils import translation

from tests.house.source import room
from tests.house.stairs import step

Model = type[models.Model]


def ours() -> list[Model]:
    return [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("zhuqi.")]


def keys(model: Model) -> list[models.ForeignKey[Any, Any]]:
    return [field for field in model._meta.local_fields if isinstance(field, models.ForeignKey)]


def loose(model: Model) -> list[str]:
    """Keys that don't protect the row they point at, and tables hidden behind a many-to-many."""
    found = [
        f"{field}: on_delete is not PROTECT"
        for field in keys(model)
        if field.remote_field.on_delete is not models.PROTECT
    ]
    found += [f"{field}: write the table between them out" for field in model._meta.local_many_to_many]
    return found


def upward(model: Model) -> list[str]:
    """Keys that point up the stairs, or to a neighbour."""
    own = room(model.__module__)
    others = {field: room(field.related_model.__module__) for field in keys(model)}
    return [
        f"{field} points up" for field, other in others.items() if other != own and step(other) >= max(step(own), 1)
    ]


def test_every_key_protects_what_it_points_at() -> None:
    assert ours()
    assert not [fault for model in ours() for fault in loose(model)]


def test_keys_point_down_the_stairs() -> None:
    assert not [fault for model in ours() for fault in upward(model)]


def test_no_table_has_an_order_of_its_own() -> None:
    assert not [model.__name__ for model in ours() if model._meta.ordering]


def test_the_migrations_say_all_that_the_models_say() -> None:
    loader = MigrationLoader(None)
    with translation.override(None):
        there, wanted = loader.project_state(), ProjectState.from_apps(apps)
        changes = MigrationAutodetector(there, wanted, NonInteractiveMigrationQuestioner()).changes(loader.graph)
    assert not {model._meta.app_label for model in ours()} & loader.unmigrated_apps
    assert not {app: [str(o) for m in found for o in m.operations] for app, found in changes.items()}
    assert not loader.detect_conflicts()


@pytest.mark.parametrize("on_delete", [models.CASCADE, models.SET_NULL, models.DO_NOTHING])
def test_a_key_that_lets_go_is_found(on_delete: Any) -> None:
    with isolate_apps("zhuqi.core.jobs"):

        class Loose(models.Model):
            other = models.ForeignKey("self", on_delete, null=True)

            class Meta:
                app_label = "jobs"

    assert loose(Loose)


def test_a_key_that_points_up_is_found() -> None:
    highest = max(ours(), key=lambda model: step(room(model.__module__)))
    with isolate_apps("zhuqi.core.jobs"):

        class Low(models.Model):
            other = models.ForeignKey(highest, models.PROTECT, related_name="+")

            class Meta:
                app_label = "jobs"

    Low.__module__ = "zhuqi.domain.calendar.models"
    assert upward(Low)
    assert not loose(Low)
