"""`audit`, `self-test`, `bench`: the trail, the program and its speed."""

from collections.abc import Callable

from tests.app.cli.conftest import Satchel


def test_the_trail_names_what_was_done_and_holds(satchel: Satchel, added: Callable[..., str]) -> None:
    record = added("contact", "name=Zedekiah Unusual")
    satchel("show", record)
    satchel("find", "zedekiah")
    entries = satchel("audit", "list", "--json").json["entries"]
    acts = [(entry["action"], entry.get("record")) for entry in entries]
    assert ("view", record) in acts
    assert ("create", record) in acts
    assert any(action == "search" for action, _ in acts)
    assert all(entry["time"].endswith("Z") for entry in entries)
    assert "edekiah" not in satchel("audit", "list", "--json").out
    verdict = satchel("audit", "verify", "--json").json
    assert verdict["ok"] is True
    assert verdict["entries"] > len(entries)
    assert verdict["broken_at"] is None


def test_the_trail_lists_so_many_as_asked(satchel: Satchel) -> None:
    assert len(satchel("audit", "list", "--limit", "1", "--json").json["entries"]) == 1


def test_what_the_trail_cannot_do_is_a_matter_of_usage(satchel: Satchel) -> None:
    assert satchel("audit", "frob").status == 2
    assert satchel("audit", "seal", "--json").error["kind"] == "later_command"
    assert satchel("audit").status == 2


def test_the_program_passes_its_own_test(outside: Satchel) -> None:
    run = outside("self-test", "--json")
    assert run.status == 0, run.out
    assert all(check["ok"] for check in run.json["checks"])
    assert {check["name"] for check in run.json["checks"]} >= {"argon2id", "vault", "window"}


def test_an_unknown_benchmark_is_a_matter_of_usage(outside: Satchel) -> None:
    assert outside("bench", "nonsense").status == 2
    assert outside("bench", "--rows", "0").status == 2
