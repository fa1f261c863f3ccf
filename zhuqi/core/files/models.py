"""Tables of files."""

from __future__ import annotations

from django.db import models

from zhuqi.core.files.rules import NAME, Media


class File(models.Model):
    """A file that was taken. Its name is somebody's words: erasable, as what is in it."""

    digest = models.CharField(max_length=64, help_text="SHA-256 of the content; it stays when the content is erased")
    size = models.PositiveIntegerField(help_text="bytes")
    media = models.CharField(max_length=80, choices=Media.choices(), help_text="what it is by its content")
    name = models.CharField(max_length=NAME, help_text="cleaned; empty when erased")
    salt = models.CharField(max_length=32)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)


class Piece(models.Model):
    """A piece of a file's content. All of them in their order are the file; an erased file has none."""

    file = models.ForeignKey(File, models.PROTECT, related_name="pieces")
    n = models.PositiveIntegerField()
    content = models.BinaryField()
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "n"], name="one_piece_a_number")]
