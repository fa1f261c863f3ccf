import time
import pytest
from django.test import override_settings
from tests.journal.story import WIRING, play
from zhuqi.core.journal.change import table_of_reactions
from zhuqi.core.journal import verify
from zhuqi.core.journal.models import *
from django.db import connection
from django.test.utils import CaptureQueriesContext
@pytest.mark.django_db
def test_x():
    with override_settings(REACTIONS=WIRING):
        table_of_reactions.cache_clear()
        t=time.time(); s=play(); print("play",time.time()-t)
        for f in verify.everything(): print(f)
        for _ in range(3):
            t=time.time(); print(len(list(verify.everything()))); print("verify",time.time()-t)
        with CaptureQueriesContext(connection) as q: list(verify.everything())
        print(len(q), Entry.objects.count(), sum(m.objects.count() for m in verify.covered()))
        for m in verify.covered(): print(m._meta.db_table, m.objects.count())
        for n,c in s.cases.items(): c.refresh_from_db(); print(n,c.state,c.end)
        print(list(Reaction.objects.values()))
        import cProfile,pstats
        p=cProfile.Profile(); p.enable(); list(verify.everything()); p.disable()
        pstats.Stats(p).sort_stats("cumtime").print_stats(45)
    assert 0
