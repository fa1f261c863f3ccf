"""The door for programs: the same actions and lists as the pages, as JSON under ``/api/v1``. ``docs/api.md`` tells how
it is used.

``door`` stands before every address: language, faults, headers. ``tokens`` says who asks. What comes in is judged in
``values`` and ``bodies``, what goes out has its form in ``shapes``.
"""
