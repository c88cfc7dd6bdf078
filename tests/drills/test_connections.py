"""What clients do with connections: keep them, leave them, never finish."""

import http.client
import statistics
import time
from urllib.parse import urlsplit

from tests.service import Service


def test_requests_on_one_connection_wait_for_nothing(service: Service) -> None:
    """Without TCP_NODELAY each answer would wait 40 ms for the client's acknowledgement."""
    connection = http.client.HTTPConnection(urlsplit(service.url).netloc, timeout=10)
    took = []
    for _ in range(30):
        began = time.monotonic()
        connection.request("GET", "/health")
        assert connection.getresponse().read()
        took.append(time.monotonic() - began)
    connection.close()
    assert statistics.median(took) < 0.03
