"""One response and its answers, and nothing around them."""

from django.db import models


class BareResponse(models.Model):
    received_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "bench_response"

    def __str__(self) -> str:
        return self.name


class BareAnswer(models.Model):
    response = models.ForeignKey(BareResponse, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    text = models.TextField()

    class Meta:
        db_table = "bench_answer"

    def __str__(self) -> str:
        return self.name
