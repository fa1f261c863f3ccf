"""How often somebody may come (限流): requests by account, by address, wrong secrets, log-ins; counted by all processes
together. What is counted here decides nothing but to wait, and is forgotten after its window.
"""
