"""The contact budget (精力减负): one book for each enterprise of every contact that units take on themselves.

A contact is a visit, a call or an invitation, planned or held, by whatever unit. Taking one is a move of the enterprise's book,
so two units at the same second can't both take the last. What may be taken is judged by the edition; the enterprise's own
requests are free, and its wish to be left alone needs no reason (国办发〔2024〕54号).
"""
