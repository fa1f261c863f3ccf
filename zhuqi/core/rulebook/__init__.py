"""The rulebook: what differs between places, as dated texts. Keeps text, editions and adoption; knows no section."""
