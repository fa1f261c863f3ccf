"""The server-rendered site: a request in, one action or query, a page out.

A package for each room of the site: ``accounts`` (coming in, one's own account), ``cases``, ``books``, ``keeping`` (the
registers), ``oversight``. Here lies what they share: ``wording`` speaks the reader's language; ``lamps`` puts deadlines into
words; ``forms`` makes and reads forms from lists of fields; ``shown`` holds what components show. And what stands around them
all: ``middleware``, the navigation (``places``), the first page (``my_day``). Templates lie in packages of the same names.
Nothing here decides who may do what.
"""
