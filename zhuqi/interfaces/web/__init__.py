"""The server-rendered site: a request in, one action or query, a page out.

``wording`` speaks the reader's language; ``lamps`` puts deadlines into words; ``forms`` makes and reads forms from
lists of fields; a view module stands beside the presenter of its page. Nothing here decides who may do what.
"""
