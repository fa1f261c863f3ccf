"""Who is who (名录): the tree of organisations, the staff and what they may do, the register of enterprises.

Words: an *area* (属地) is an organisation of kind city, district, town or village; a *desk* (调度室) is the dispatch room
of an area, at most one live desk each; an organisation's *path* names its ancestors and itself.
"""
