"""Whole registers at once. A sheet with faults changes nothing; the same sheet twice changes nothing the second time; a
row that says something new changes its row, with an entry."""

from zhuqi.domain.directory.actions.loading.enterprises import load_enterprises
from zhuqi.domain.directory.actions.loading.organisations import load_organisations
from zhuqi.domain.directory.actions.loading.staff import load_grants, load_staff

__all__ = ["load_enterprises", "load_grants", "load_organisations", "load_staff"]
