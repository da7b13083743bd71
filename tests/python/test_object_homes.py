"""Where objects keep their attributes is found out once for a class, and holds until the class changes.

The first decision about an object of a class goes the long way; later ones read slots and own dicts where they lie.
"""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from host_bundle import host_engine

ENGINE = host_engine()


def decided(facts: Any) -> list[object]:
    """The output `copy` of the first decision, which goes the long way, and of later ones."""
    return [ENGINE.decide(facts)["copy"] for _ in range(3)]


def test_a_slot_may_be_empty_and_may_be_replaced() -> None:
    @dataclasses.dataclass(slots=True)
    class Facts:
        age: int
        agrees: bool
        device: dict[str, str]
        copy: int | None

    facts = Facts(30, True, {"model": "phone"}, 5)
    assert decided(facts) == [5, 5, 5]
    del facts.copy
    assert decided(facts) == [None, None, None]
    facts.copy = 6
    assert decided(facts) == [6, 6, 6]
    setattr(Facts, "copy", property(lambda self: self.age + 1))  # noqa: B010 (mypy has its own view of slots)
    assert decided(facts) == [31, 31, 31]


def test_a_slot_of_another_class_is_not_read() -> None:
    @dataclasses.dataclass(slots=True)
    class Other:
        copy: int

    @dataclasses.dataclass
    class Facts:
        age: int
        agrees: bool
        device: dict[str, str]
        copy: int = 5

    facts = Facts(30, True, {"model": "phone"})
    assert decided(facts) == [5, 5, 5]
    setattr(Facts, "copy", vars(Other)["copy"])  # noqa: B010
    for _ in range(3):
        with pytest.raises(TypeError, match="doesn't apply to a 'Facts' object"):
            ENGINE.decide(facts)


def test_a_default_of_the_class_counts_where_the_object_has_none() -> None:
    @dataclasses.dataclass
    class Facts:
        age: int
        agrees: bool
        device: dict[str, str]
        copy: int = 5

    facts = Facts(30, True, {"model": "phone"}, 6)
    assert decided(facts) == [6, 6, 6]
    del facts.copy
    assert decided(facts) == [5, 5, 5]
    facts.other = 7  # type: ignore[attr-defined]
    assert decided(facts) == [5, 5, 5]
    Facts.copy = 8
    assert decided(facts) == [8, 8, 8]
    del Facts.copy
    assert decided(facts) == [None, None, None]


def test_a_class_may_change_while_its_object_is_read() -> None:
    @dataclasses.dataclass(slots=True)
    class Facts:
        age: int
        agrees: bool
        device: dict[str, str]
        born: None
        copy: int

    changes = False

    def born(self: object) -> None:
        if changes:
            setattr(Facts, "copy", property(lambda self: 99))  # noqa: B010

    setattr(Facts, "born", property(born, lambda self, value: None))  # noqa: B010
    facts = Facts(30, True, {"model": "phone"}, None, 5)
    assert decided(facts) == [5, 5, 5]
    changes = True
    assert decided(facts) == [99, 99, 99]


def test_a_default_may_become_a_descriptor_that_counts_first() -> None:
    class Gets:
        def __get__(self, instance: object, owner: object) -> int:
            return 77

    @dataclasses.dataclass
    class Facts:
        age: int
        agrees: bool
        device: dict[str, str]
        copy: int

    setattr(Facts, "copy", Gets())  # noqa: B010
    facts = Facts(30, True, {"model": "phone"}, 5)
    assert decided(facts) == [5, 5, 5]
    setattr(Gets, "__set__", lambda self, instance, value: None)  # noqa: B010
    assert decided(facts) == [77, 77, 77]


def test_a_metaclass_may_hide_what_a_class_has() -> None:
    hides: Any = type("Hides", (type,), {"__dict__": property(lambda cls: {})})
    fields = dataclasses.make_dataclass("Facts", ["age", "agrees", "device", "copy"])
    members = {"__dataclass_fields__": vars(fields)["__dataclass_fields__"]}
    facts = hides("Facts", (), members)()
    vars(facts).update(age=30, agrees=True, device={"model": "phone"}, copy=5)
    setattr(type(facts), "copy", property(lambda self: 99, lambda self, value: None))  # noqa: B010
    assert decided(facts) == [99, 99, 99]


FINALIZERS = """
import dataclasses, gc, threading, time
from host_bundle import host_engine
engine = host_engine()
class Garbage:
    def __init__(self, act):
        self.me, self.act = self, act
    def __del__(self):
        self.act()
gc.set_threshold(1)
for _ in range(40):
    gc.disable()
    facts = dataclasses.make_dataclass("Facts", ["age", "agrees", "device"])(30, True, {"model": "phone"})
    engine.decide(facts)
    for act in (lambda: engine.decide(facts), lambda: time.sleep(0.0005)):
        for _ in range(20):
            Garbage(act)
    threads = [threading.Thread(target=engine.decide, args=(facts,)) for _ in range(2)]
    gc.enable()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("done")
"""


def test_a_finalizer_may_decide_while_a_class_is_worked_out() -> None:
    """In a process of its own, since threads that waited for each other would not end."""
    run = [sys.executable, "-c", FINALIZERS]
    folder = str(Path(__file__).parent)
    found = subprocess.run(  # noqa: S603 (what it runs stands above)
        run, capture_output=True, check=True, text=True, timeout=60, env={**os.environ, "PYTHONPATH": folder}
    )
    assert found.stdout == "done\n"
