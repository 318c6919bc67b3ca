"""What torch has for other machines, processes and compilers: it works, or says by name that it is not supported."""

import json
import warnings

import numpy as np
import pytest

import numpynn
from numpynn import nn

NOT_SUPPORTED = {
    "futures.Future": (), "futures.wait_all": ([],), "futures.collect_all": ([],), "nested.nested_tensor": ([],),
    "hub.load": ("a", "b"), "hub.load_state_dict_from_url": ("a",), "classes.NativeInterpretation": (),
    "classes.load_library": ("a",), "distributed.init_process_group": ("gloo",), "distributed.all_reduce": (1,),
    "library.custom_op": ("a",), "library.Library": ("a",), "jit.load": ("a",), "jit.save": (1, "a"),
    "profiler.tensorboard_trace_handler": ("a",), "fx.symbolic_trace": (1,), "fx.GraphModule": (), "export.export": (1, 2),
    "onnx.export": (1,), "utils.model_zoo.load_url": ("a",), "utils.cpp_extension.CppExtension": ("a",),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_SUPPORTED)
def test_not_supported_by_name(name):
    thing = numpynn
    for part in name.split("."):
        thing = getattr(thing, part)
    with pytest.raises(NotImplementedError, match=name):
        thing(*NOT_SUPPORTED[name])


def test_bfloat16_makes_no_tensors():
    for make in (
        lambda: numpynn.zeros(2, dtype=numpynn.bfloat16),
        lambda: numpynn.ones(2).bfloat16(),
        lambda: numpynn.ones(2).to(numpynn.bfloat16),
        lambda: numpynn.set_default_dtype(numpynn.bfloat16),
        lambda: nn.Linear(2, 2).to(numpynn.bfloat16),
        lambda: numpynn.BFloat16Tensor([1.0]),
    ):
        with pytest.raises(NotImplementedError, match="bfloat16"):
            make()


def test_autocast_on_the_cpu_is_refused_when_entered():
    context = numpynn.autocast("cpu", dtype=numpynn.bfloat16)
    with pytest.raises(NotImplementedError, match="autocast to bfloat16"), context:
        pass
    with pytest.warns(UserWarning, match="CUDA is not available"), numpynn.autocast("cuda"):
        pass


def test_a_context_on_another_device():
    with numpynn.accelerator.device_index(None), numpynn.cuda.device(None), numpynn.cuda.stream(None):
        pass
    for context in (numpynn.accelerator.device_index(0), numpynn.cuda.device(0)):
        with pytest.raises(RuntimeError), context:
            pass


def test_memory_is_not_shared_between_processes():
    with pytest.raises(NotImplementedError, match="share_memory_"):
        numpynn.zeros(2).share_memory_()


def test_what_a_tensor_has_no_use_for():
    for call, error in (
        (lambda t: t.record_stream(None), RuntimeError),
        (lambda t: t.reinforce(1.0), RuntimeError),
        (lambda t: t.xpu(), AssertionError),
        (lambda t: t.ipu(), RuntimeError),
    ):
        with pytest.raises(error):
            call(numpynn.zeros(1))


def test_compiling_gives_back_what_it_is_given():
    model = nn.Linear(2, 2)
    assert numpynn.compile(model) is model
    assert numpynn.compile(mode="max-autotune", fullgraph=True)(model) is model
    assert numpynn.jit.script(model) is model
    assert numpynn.jit.trace(model, numpynn.zeros(1, 2)) is model
    assert numpynn.jit.freeze(model.eval()) is model
    assert numpynn.jit.ignore(len) is len
    assert numpynn.jit.ignore(drop=True)(len) is len
    assert numpynn.jit.export(len) is len
    assert numpynn.jit.script_method(len) is len
    assert issubclass(nn.Linear, numpynn.jit.ScriptModule)
    assert numpynn.compiler.disable(len) is len


def test_a_profile_counts_the_marked_blocks(tmp_path):
    wanted = [numpynn.autograd.ProfilerActivity.CPU, numpynn.autograd.ProfilerActivity.CUDA]
    with numpynn.profiler.profile(activities=wanted) as outer:
        for _ in range(3):
            with numpynn.profiler.record_function("forward"):
                numpynn.zeros(3)

        @numpynn.autograd.profiler.record_function("decorated")
        def work():
            return numpynn.ones(2)

        work()
        block = numpynn.autograd.profiler.record_function("by hand")
        block.__enter__()
        block.__exit__(None, None, None)
    table = {event.key: event for event in outer.key_averages()}
    assert {name: event.count for name, event in table.items()} == {"forward": 3, "decorated": 1, "by hand": 1}
    assert table["forward"].cpu_time == pytest.approx(table["forward"].cpu_time_total / 3)
    outer.export_chrome_trace(str(tmp_path / "trace.json"))
    assert len(json.loads((tmp_path / "trace.json").read_text())["traceEvents"]) == 5


def test_safe_globals_are_safe_in_their_block(tmp_path):
    numpynn.serialization.add_safe_globals([complex])
    try:
        with numpynn.serialization.safe_globals([nn.Linear, complex]):
            assert numpynn.serialization.get_safe_globals() == [complex, nn.Linear]
        assert numpynn.serialization.get_safe_globals() == [complex]
    finally:
        numpynn.serialization.clear_safe_globals()
    assert numpynn.serialization.get_safe_globals() == []


def test_an_array_that_must_not_be_written_to_warns():
    array = np.arange(3.0)
    array.flags.writeable = False
    with pytest.warns(UserWarning, match="not writable"):
        tensor = numpynn.from_numpy(array)
    with pytest.raises(ValueError, match="read-only"):
        tensor.add_(1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert numpynn.tensor(array).add_(1).tolist() == [1, 2, 3]


def test_settings_are_remembered():
    before = numpynn.get_num_interop_threads()
    numpynn.set_num_interop_threads(3)
    assert numpynn.get_num_interop_threads() == 3
    numpynn.set_num_interop_threads(before)
    with pytest.raises(AssertionError, match="CUDA"):
        numpynn.set_default_device("cuda")


def test_the_resized_tensor_leaves_its_views():
    base = numpynn.arange(4.0)
    view = base[1:]
    base.resize_(6)
    base.fill_(7.0)
    assert view.tolist() == [1.0, 2.0, 3.0]


def test_config_tells_of_blas():
    assert "BLAS" in numpynn.__config__.show()
    assert "numpynn.get_num_threads()" in numpynn.__config__.parallel_info()


def test_dir_names_what_is_read_on_demand():
    names = dir(numpynn)
    assert {"einsum", "Generator", "FloatTensor", "distributions", "abs_", "lstm"} <= set(names)
    with pytest.raises(AttributeError, match="nothing_of_this_name"):
        numpynn.nothing_of_this_name  # noqa: B018


def doubled(i, path):
    with open(f"{path}/{i}", "w", encoding="utf-8") as file:
        file.write(str(2 * i))


def failing(i):
    raise SystemExit(3)


def test_processes_are_spawned(tmp_path):
    numpynn.multiprocessing.spawn(doubled, (str(tmp_path),), nprocs=2, start_method="fork")
    assert sorted(path.read_text() for path in tmp_path.iterdir()) == ["0", "2"]
    with pytest.raises(RuntimeError, match="exit code 3"):
        numpynn.multiprocessing.spawn(failing, nprocs=1, start_method="fork")
    numpynn.multiprocessing.set_sharing_strategy("file_system")
    with pytest.raises(NotImplementedError, match="strategy"):
        numpynn.multiprocessing.set_sharing_strategy("pigeon")


def test_sizes_for_each_dimension():
    from numpynn.nn.modules.utils import _list_with_default, _pair, _reverse_repeat_tuple, _triple

    assert (_pair(3), _pair([1, 2]), _triple(0)) == ((3, 3), (1, 2), (0, 0, 0))
    assert _reverse_repeat_tuple((1, 2), 2) == (2, 2, 1, 1)
    assert _list_with_default([None, 3], [5, 6, 7]) == [6, 3]


def test_generators_of_no_devices():
    assert numpynn.cuda.get_rng_state_all() == []
    assert numpynn.cuda.set_rng_state_all([]) is None
    with pytest.raises(AssertionError, match="CUDA"):
        numpynn.cuda.set_rng_state_all([numpynn.get_rng_state()])


def test_private_names_that_programs_take():
    from numpynn.nn.common_types import _size_2_t
    from numpynn.nn.modules.transformer import _get_clones

    assert nn.modules.utils._pair(3) == (3, 3)
    assert str(_size_2_t) == "typing.Union[int, tuple[int, int]]"
    first, second = _get_clones(nn.Linear(1, 2), 2)
    assert first.weight is not second.weight and numpynn.equal(first.weight, second.weight)
