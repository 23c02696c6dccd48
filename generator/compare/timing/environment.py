"""Says where a measurement is made: machine, system, versions of what carries the calls."""

import os
import platform
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from generator.compare.timing.result import Environment


def environment(event_loop: str, *, apart: bool) -> Environment:
    """The environment of this process; ``apart``: the servers run on other cores."""
    return Environment(
        python=f"{platform.python_implementation()} {platform.python_version()}",
        system=f"{platform.system()} {platform.release()}",
        processor=_processor(),
        cores=os.cpu_count() or 1,
        event_loop=event_loop,
        versions=_versions(),
        load_before=os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0,
        apart=apart,
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _versions() -> dict[str, str]:
    """The packages that generated code uses, as far as they are installed."""
    names = {"uvloop", "httptools"}
    for text in metadata.requires("diptych") or []:
        requirement = Requirement(text)
        if requirement.marker is not None and requirement.marker.evaluate({"extra": "stubs"}):
            names.add(requirement.name)
    found = {}
    for name in sorted(names):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def busy() -> float | None:
    """CPU seconds that the whole machine has used so far; None where it does not say."""
    counts = Path("/proc/stat")
    if not counts.exists():
        return None
    user, nice, system, _idle, _wait, irq, softirq, stolen = map(
        int, counts.read_text().partition("\n")[0].split()[1:9]
    )
    return (user + nice + system + irq + softirq + stolen) / os.sysconf("SC_CLK_TCK")
