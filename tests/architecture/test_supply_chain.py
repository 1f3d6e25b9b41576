"""What the image installs is known, part by part."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from tests.support.loket_process import ROOT

_PINNED = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)", re.MULTILINE)


def test_the_bill_of_materials_lists_what_the_image_installs(tmp_path: Path) -> None:
    """`make sbom` writes CycloneDX with each pinned package and its hashes, for the licence we have."""
    written = tmp_path / "sbom.json"
    subprocess.run(["make", "sbom", f"SBOM={written}"], cwd=ROOT, check=True, capture_output=True)
    told = json.loads(written.read_text(encoding="utf-8"))
    pinned = _PINNED.findall((ROOT / "infra/requirements.lock").read_text(encoding="utf-8"))
    assert len(pinned) > 20
    assert sorted((part["name"], part["version"]) for part in told["components"]) == sorted(pinned)
    assert all(part["externalReferences"][0]["hashes"] for part in told["components"])
    assert told["bomFormat"] == "CycloneDX"
    assert told["metadata"]["component"]["licenses"][0]["license"]["id"] == "EUPL-1.2"
