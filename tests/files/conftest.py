"""A stage for the tests of a module: built once; what a test does on it is rolled back after it."""

from tests.cases.conftest import city

__all__ = ["city"]
