"""The statement (对账单) of a unit or a subtree: ``statement`` takes the request, ``page`` makes the values that its page shows,
``tables`` are what they are made of.
"""
