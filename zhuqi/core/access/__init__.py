"""Who may do what where, and who sees which row.

Owns grants (角色授权) and scopes. Both carry organisations as id and path in text, because this floor knows no
organisation. Everything here begins at "sees nothing".
"""
