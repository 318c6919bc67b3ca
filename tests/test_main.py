import re
import subprocess
import sys
import types

import pytest

import numpynn
from numpynn import __main__ as cli
from numpynn import checkpoint
from numpynn.version import __version__


@pytest.fixture
def command(monkeypatch):
    """A command `try` that does what it is told."""
    module = types.ModuleType("numpynn_command_for_tests")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(cli.COMMANDS, "try", (module.__name__, "do what the test says"))

    def behave(main):
        module.main = main  # type: ignore[attr-defined]

    return behave


def raising(error):
    def main(argv):
        raise error

    return main


def test_help_names_every_command(capsys):
    assert cli.main(["--help"]) == 0
    text = capsys.readouterr().out
    for name, (_, summary) in cli.COMMANDS.items():
        assert f"  {name} " in text and summary in text


def test_nothing_to_do_is_a_usage_error(capsys):
    assert cli.main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_unknown_command_in_one_line(capsys):
    assert cli.main(["dmeo"]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1 and "'dmeo'" in message and "demo" in message


def test_the_command_gets_its_arguments_and_gives_the_exit_code(command):
    seen = []
    command(lambda argv: seen.append(argv) or 7)
    assert cli.main(["try", "--option", "value"]) == 7
    assert seen == [["--option", "value"]]


@pytest.mark.parametrize(
    "error", [OSError(2, "No such file", "weights.pt"), ValueError("not a zip"), ImportError("torch")]
)
def test_what_the_user_can_mend_is_one_line(command, capsys, error):
    command(raising(error))
    assert cli.main(["try"]) == 1
    assert capsys.readouterr().err == f"numpynn try: {error}\n"


def test_a_bug_keeps_its_traceback(command):
    command(raising(ZeroDivisionError("bug")))
    with pytest.raises(ZeroDivisionError):
        cli.main(["try"])


def test_interruption(command):
    command(raising(KeyboardInterrupt()))
    assert cli.main(["try"]) == 130


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help(name, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main([name, "--help"])
    assert stop.value.code == 0
    assert f"{name} [-h]" in capsys.readouterr().out


def test_as_a_process():
    run = subprocess.run([sys.executable, "-m", "numpynn", "--version"], capture_output=True, text=True)

    assert (run.returncode, run.stdout) == (0, f"numpynn {__version__}\n")


@pytest.mark.parametrize(
    "arguments, code, told",
    [
        (["demo", "--weights", "missing.npz"], 1, "numpynn demo: .*missing.npz"),
        (["demo", "--weights", __file__], 1, "numpynn demo: .*is no checkpoint"),
        (["inspect", "missing.pt"], 3, "numpynn inspect: error: .*missing.pt"),
        (["port", "missing.pt", "out.npz"], 3, "numpynn port: error: .*missing.pt"),
        (["port", "missing.pt"], 2, "numpynn port: error: nothing to do"),
        (["parity", "net"], 1, r"numpynn parity: .*net.py:Net\(\)', not 'net'"),
        (["parity", "missing.py:Net()"], 1, "numpynn parity: no such file: missing.py"),
        (["run", "missing.py"], 1, "numpynn run: no such script: missing.py"),
        (["run", "."], 1, r"numpynn run: \. is a folder"),
    ],
)
def test_bad_input_is_told_in_one_line(arguments, code, told, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert cli.main(arguments) == code
    message = capsys.readouterr().err
    assert re.match(told, message) and message.count("\n") == 1


@pytest.mark.parametrize("arguments", [["demo", "--epochs", "0"], ["demo", "--epochs", "x"], ["run"], ["inspect"]])
def test_wrong_arguments_show_the_usage(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    message = capsys.readouterr().err
    assert stop.value.code == 2
    assert message.startswith(f"usage: numpynn {arguments[0]}") and f"numpynn {arguments[0]}: error: " in message


def test_weights_of_another_network(tmp_path, capsys):
    checkpoint.save({"weight": numpynn.zeros(2)}, tmp_path / "other.npz")
    assert cli.main(["demo", "--weights", str(tmp_path / "other.npz")]) == 1
    message = capsys.readouterr().err
    assert "does not hold the weights of LeNet-5" in message and message.count("\n") == 1


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_help_shows_an_example(name, capsys):
    with pytest.raises(SystemExit):
        cli.main([name, "--help"])
    assert f"python -m numpynn {name} " in capsys.readouterr().out
