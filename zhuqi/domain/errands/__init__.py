"""Errands (代办、陪办): an official acts for an enterprise in an approval, or goes with it, until the result is in its hands.

Words: an *agent* (代办) hands in the papers, reports and coordinates until the result is delivered; an *escort* (陪办) goes with an
enterprise that must appear itself, until its application is completed. The *promised day* moves only with a reason, and the first
one stays readable beside it.
"""
