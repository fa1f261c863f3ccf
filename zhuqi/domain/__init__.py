"""The contexts, each furnished alike. A context imports lower steps only; neighbours don't know each other."""
