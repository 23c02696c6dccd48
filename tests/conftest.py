"""What holds for all tests."""

from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

# A machine that does other work is slow, and no fault of what is tested.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Write in ASCII what UTF-8 cannot hold: pytest-xdist ends the run when it cannot send it."""
    report = yield
    report.sections = [(name, _sendable(text)) for name, text in report.sections]
    return report


def _sendable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
