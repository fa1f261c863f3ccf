"""The enterprise's voice (企业之声): what enterprises say before anything of it is a case.

A need told without an account lies with a dispatch room until that takes it in as a case, answers it, or says why it is not
ours. Nothing here tells the outside whether an enterprise is in the register.
"""
