"""Who answers for whom (包联): posts at teams and groups, and officials linked to enterprises.

Words: the *responsibility chain* (一带三包) runs from the leader who leads a team (带队) over those who hold the team (包队)
and the group (包组) to the official who holds the enterprise (包企). Periods are half-open: ``until`` is the first day without.
"""
