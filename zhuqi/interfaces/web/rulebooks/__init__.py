"""The rulebook, as people read it and put it in force: which rules hold where, what an edition says and where each value comes
from, how two differ; a text checked before it is handed in, what it would have done, and the signature that puts it in force.
"""
