"""The settings of a site whose worker can be held in the middle of a reaction, whose clock's jobs are counted, and that can
be made to break."""

from zhuqi.settings import *  # noqa: F403  # it is these, but for three

REACTIONS = "tests.doors.wiring.REACTIONS"
SCHEDULE = "tests.doors.wiring.SCHEDULE"
ROOT_URLCONF = "tests.doors.urls"
