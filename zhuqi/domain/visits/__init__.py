"""Who went where (走访): rounds of contact, and the visits made to enterprises.

A visit is a service visit and nothing else (国办发〔2024〕54号): it has no findings, penalties or rectification, no place, no
photo, no minutes spent. Visits are counted as coverage of a round, never as a person's score.
"""
