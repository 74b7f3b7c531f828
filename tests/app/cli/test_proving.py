"""`self-test`, `bench`: the program and its speed."""

from tests.app.cli.conftest import Satchel


def test_the_program_passes_its_own_test(outside: Satchel) -> None:
    run = outside("self-test", "--json")
    assert run.status == 0, run.out
    assert all(check["ok"] for check in run.json["checks"])
    assert {check["name"] for check in run.json["checks"]} >= {"argon2id", "vault", "window"}


def test_an_unknown_benchmark_is_a_matter_of_usage(outside: Satchel) -> None:
    assert outside("bench", "nonsense").status == 2
    assert outside("bench", "--rows", "0").status == 2
