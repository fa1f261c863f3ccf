"""The enterprise's own door: one case behind a link, without an account.

``door`` keeps what was opened in a signed cookie; ``views`` take a request in and give a page out; ``acts`` are
its forms; ``case_page`` and ``stories`` put a case into words for its enterprise; ``quiet`` and ``middleware`` keep
secrets out of the log, of caches and of other addresses. Nothing here decides who may do what.
"""
