"""Cases: lists of them (``listing``), one case (``one`` takes the request; ``page``, ``clock_rows``, ``stories`` make its values),
a need written down (``record``), every further step (``acts``, its fields from ``acting``, its form from ``layouts``), and what
lies beside the steps: files, contacts, the enterprise's link.
"""
