"""Pure rules of contacts: what one may be, periods and quiet days, what can't be kept whatever one plans."""
