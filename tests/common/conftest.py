"""These tests play on the stage of the cases."""

from tests.cases.conftest import city

__all__ = ["city"]
