"""Whether the service of this container takes requests: ends with 0 when it does.

SERVICE is its name, LOKET_PORT its port. Needs nothing but Python, so that it costs little every ten seconds.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException


def is_ready(service: str, port: int) -> bool:
    """Whether `/readyz` of the service answers with 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", f"/{service}/v1/readyz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not is_ready(os.environ["SERVICE"], int(os.environ.get("LOKET_PORT", "8080"))))
