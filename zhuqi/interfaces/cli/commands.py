"""All commands under one name."""

from __future__ import annotations

from zhuqi.base.words import term
from zhuqi.interfaces.cli.backing import backup, restore
from zhuqi.interfaces.cli.books import statement
from zhuqi.interfaces.cli.cases import case
from zhuqi.interfaces.cli.checking import verify
from zhuqi.interfaces.cli.loading import load
from zhuqi.interfaces.cli.replaying import demo, replay
from zhuqi.interfaces.cli.rulebooks import rulebook
from zhuqi.interfaces.cli.running import migrate, serve, work
from zhuqi.interfaces.cli.searching import search
from zhuqi.interfaces.cli.simulating import simulate_file
from zhuqi.interfaces.cli.speaking import House
from zhuqi.interfaces.cli.users import user

rulebook.add_command(simulate_file, "simulate")
main = House(
    "zhuqi",
    help=term("zhuqi (助企): serve enterprises, and keep books that balance."),
    commands=[
        migrate,
        serve,
        work,
        verify,
        statement,
        case,
        search,
        load,
        rulebook,
        user,
        backup,
        restore,
        replay,
        demo,
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
