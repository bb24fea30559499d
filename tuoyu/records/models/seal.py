"""Seals over the trail: each closes a stretch of it and is chained to the one before."""

from django.db import models


class Lifetime(models.Model):
    """A database cluster the trail has lived in (事务号起点).

    Transaction numbers start anew in another cluster, for example after a restore. `start` is
    added to them, so that the numbers in the trail only ever grow. The database function
    records_transaction() keeps this table by itself.
    """

    cluster = models.BigIntegerField("数据库集群")
    start = models.BigIntegerField("事务号起点")

    class Meta:
        verbose_name = verbose_name_plural = "事务号起点"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.cluster} + {self.start}"


class Seal(models.Model):
    """A stretch of the trail, closed (封存): its Merkle root, and the hash of the seal before.

    It holds the entries whose transaction number lies in [from_xid, until_xid), in the order
    of transaction and number. How the hashes are made is written in docs/trail.md.
    """

    number = models.BigIntegerField("号", primary_key=True)
    from_xid = models.BigIntegerField("起始事务号")
    until_xid = models.BigIntegerField("截止事务号（不含）")
    first_entry = models.BigIntegerField("最小留痕号")
    last_entry = models.BigIntegerField("最大留痕号")
    count = models.PositiveIntegerField("条数")
    root = models.CharField("默克尔根", max_length=64)
    previous = models.CharField("上一封存的摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64, unique=True)
    sealed_at = models.DateTimeField("封存时间")

    class Meta:
        verbose_name = verbose_name_plural = "封存"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"第 {self.number} 号封存"


class Leaf(models.Model):
    """The hash of one entry at the time of its seal (留痕摘要): says which one was changed."""

    entry_id = models.BigIntegerField("留痕号", primary_key=True)
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="leaves", verbose_name="封存")
    position = models.PositiveIntegerField("位次")
    digest = models.BinaryField("摘要", max_length=32)

    class Meta:
        verbose_name = verbose_name_plural = "留痕摘要"
        ordering = ["seal", "position"]
        constraints = [
            models.UniqueConstraint("seal", "position", name="leaf_one_at_a_position")
        ]

    def __str__(self) -> str:
        return f"{self.seal_id}/{self.position}"
