"""A hotline that sends one number several times at the same second."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from tests.cast import stage
from tests.voice.test_relaying import handed_in
from zhuqi.base.errors import Fault
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.models import Case
from zhuqi.domain.voice.models import Relay, Voice

HANDS = 6


@pytest.mark.django_db(transaction=True)
def test_the_same_number_at_the_same_second_is_one_need() -> None:
    city = stage()
    gate, answers = threading.Barrier(HANDS), list[object]()

    def run() -> None:
        gate.wait(10)
        try:
            answers.append(handed_in(city).pk)
        except Fault as fault:
            answers.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == HANDS and set(answers) == {Voice.objects.get().pk}
    assert Case.objects.count() == Relay.objects.count() == 1
    assert not list(everything())
