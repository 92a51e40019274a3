# SPDX-License-Identifier: MIT
"""spaCy is imported late, and maybe by two threads at once: neither may find half of it."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys, threading, time

faults = []

def imports(name):
    try:
        __import__(name)
    except BaseException as error:
        faults.append(repr(error))

modules = ("annotator.text.pipelines", sys.argv[1])
threads = [threading.Thread(target=imports, args=(name,)) for name in modules]
threads[0].start()
time.sleep(float(sys.argv[2]))
threads[1].start()
for thread in threads:
    thread.join()
print(*faults)
"""


@pytest.mark.parametrize("pause", ["0", "0.1", "0.3"])
@pytest.mark.parametrize("module", ["writing", "tokens", "placing"])
def test_two_threads_may_import_it_at_once(module, pause):
    name = f"annotator.formats.spacy_docbin.{module}"

    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, name, pause],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )

    assert run.stdout.strip() == ""
