"""The registers, as those who keep them see and change them: organisations, people with their roles and posts, enterprises,
working days. What their pages have in common is ``frame``: a list, one thing's page, the form of one ``Deed``; what is open to
whom, ``who`` says.
"""
