"""Pickles and files that try what is known to have worked somewhere. Each is a line: its name and its bytes."""

import io
import os
import struct
import tempfile
import warnings
import zipfile
from pathlib import Path

import numpy as np
from forging import (
    FOUR,
    PROTO,
    archive,
    call,
    integer,
    name,
    pickled,
    storage,
    tensor,
    text,
    torch_legacy,
    torch_zip,
    tuple_of,
)

MARKER = "numpynn_attack_ran"  # a module in tests/ that must never be imported
CANARY = Path(tempfile.gettempdir()) / f"numpynn-attack-{os.getpid()}"  # a file that must never appear
SHELL = text(f"touch {CANARY}")

# Globals -------------------------------------------------------------------------------------------------------------

FORBIDDEN = """
os.system posix.system nt.system os.popen os.execv subprocess.Popen subprocess.check_output subprocess.run
builtins.eval builtins.exec builtins.compile builtins.open builtins.getattr builtins.setattr builtins.__import__
builtins.globals builtins.print builtins.input builtins.breakpoint builtins.type builtins.object builtins.map
builtins.filter builtins.apply builtins.list.append builtins.memoryview builtins.property builtins.vars builtins.super
__builtin__.eval __builtin__.file __builtin__.execfile __builtin__.apply __builtin__.reduce __builtin__.getattr
numpynn_attack_ran.run __main__.run runpy.run_path runpy._run_code importlib.import_module imp.load_source
code.InteractiveInterpreter timeit.timeit timeit.main cProfile.run profile.run pdb.run bdb.Bdb trace.run doctest.debug_script
pickle.loads _pickle.loads pickle._loads marshal.loads shelve.open dill.loads joblib.load cloudpickle.loads copyreg._reconstructor
copyreg.add_extension copy_reg._reconstructor functools.partial functools.reduce operator.attrgetter operator.methodcaller
operator.itemgetter itertools.repeat itertools.product types.FunctionType types.CodeType types.MethodType weakref.finalize
ctypes.CDLL _ctypes.call_function cffi.FFI webbrowser.open socket.socket socket.create_connection urllib.request.urlopen
http.client.HTTPSConnection ftplib.FTP smtplib.SMTP shutil.rmtree tempfile.mktemp pathlib.PosixPath pathlib.Path.write_text
io.open io.FileIO io.open_code _io.open codecs.open codecs.decode _codecs.decode _codecs.lookup codecs.getdecoder
logging.config.fileConfig logging.FileHandler multiprocessing.Process threading.Thread concurrent.futures.ThreadPoolExecutor
asyncio.run signal.raise_signal pty.spawn platform.popen commands.getoutput sqlite3.connect zipimport.zipimporter
ensurepip.bootstrap pip.main pip._internal.main pydoc.pipepager site.main venv.create lib2to3.pgen2.pgen.generate_grammar
sys.exit sys.modules sys.setrecursionlimit gc.get_objects inspect.getsource ast.literal_eval datetime.datetime uuid.UUID
decimal.Decimal fractions.Fraction array.array array._array_reconstructor mmap.mmap struct.unpack bytes.decode str.format
collections.OrderedDict.__init__ collections.deque collections.UserDict collections.ChainMap collections.namedtuple
collections.abc.Mapping collections..OrderedDict .OrderedDict OrderedDict. collections.ordereddict Collections.OrderedDict
numpy.load numpy.loads numpy.fromfile numpy.memmap numpy.save numpy.zeros numpy.array numpy.testing._private.utils.runstring
numpy.core.multiarray.fromfile numpy._core.multiarray.array numpy.lib.npyio.load numpy.vectorize
numpy.f2py.compile numpy.distutils.exec_command.exec_command
numpy.random.__RandomState_ctor numpy.ma.core._mareconstruct numpy.core._internal._ctypes numpy.rec.fromrecords
torch.load torch.save torch.jit.load torch.hub.load torch.hub.load_state_dict_from_url torch.storage._load_from_bytes
torch.serialization.load torch._utils.os torch._utils._import_dotted_name torch._utils.sys torch.utils.cpp_extension.load
torch.nn.modules.linear.Linear torch.nn.Sequential torch.nn.Module torch.ops.load_library torch.classes.load_library
torch.package.PackageImporter torch.multiprocessing.reductions.rebuild_tensor torch.distributed.rpc.rpc_sync torch.fx.GraphModule
torch.fx.graph_module.reduce_graph_module torch.jit._pickle.build_intlist torch.utils.data.dataset.TensorDataset
torch._dynamo.guards.GuardBuilder torch.utils._config_module.load_config torch.utils.bottleneck.__main__.run_cprofile
torch.utils.collect_env.run torch.utils._freeze.main torch.onnx.export torch.system torch.eval torch.float32.is_complex
__torch__.Net torch.FloatStorage.from_file torch.UntypedStorage.from_file torch.storage.FloatStorage.__reduce__
omegaconf.dictconfig.DictConfig pytorch_lightning.utilities.parsing.AttributeDict argparse.Namespace tensorflow.io.read_file
keras.models.load_model sklearn.externals.joblib.load transformers.AutoModel.from_pretrained pandas.read_pickle
""".split()


def globals_of_all_kinds():
    """Each forbidden global in each way a pickle can name it: GLOBAL, STACK_GLOBAL, INST, alone and called."""
    for dotted in FORBIDDEN:
        module, _, last = dotted.rpartition(".")
        yield f"{dotted} named", pickled(name(dotted))
        yield f"{dotted} called", pickled(call(dotted, SHELL))
        yield f"{dotted} by STACK_GLOBAL", pickled(text(module), text(last), b"\x93", tuple_of(SHELL), b"R")
        yield f"{dotted} by INST", pickled(b"(", SHELL, f"i{module}\n{last}\n".encode())
        yield f"{dotted} as NEWOBJ", pickled(name(dotted), tuple_of(SHELL), b"\x81")
        yield f"{dotted} in a tensor's place", pickled(name(dotted), tensor()[tensor().index(b"(") :])


# Tricks with allowed names, the stack and the memo ----------------------------------------------------------------------

ORDERED = name("collections.OrderedDict")
LONG_TEXT = text("x" * 5000)


def _huge(opcode, layout, size):
    return pickled(opcode + struct.pack(layout, size), b"abc")


def _doubled(levels):
    """A tuple that holds itself twice at each level."""
    return b")q\x00" + b"h\x00h\x00\x86q\x00" * levels


def _colliding(count):
    return b"".join(integer(k * ((1 << 61) - 1)) + b"N" for k in range(1, count))


MACHINE = {
    "an error far down, below long names": pickled(
        b"}(" + text("y" * 60_000) + b"q\x00" + b"}(h\x00" * 5000 + b"\x97",
    ),
    "an OrderedDict of texts": pickled(
        LONG_TEXT, b"q\x000", name("collections.OrderedDict"), b"](" + b"h\x00" * 3000 + b"e\x85R"
    ),
    "an OrderedDict of a text": pickled(call("collections.OrderedDict", LONG_TEXT)),
    "a Counter of a list": pickled(call("collections.Counter", b"]")),
    "a rebuild of a rebuild of a rebuild": pickled(
        b"Nq\x000"
        + (name("torch._tensor._rebuild_from_type_v2") + b"q\x020" + name("torch.Tensor") + b"q\x030)q\x000")
        + b"(h\x02h\x03h\x00}tq\x000" * 5000
        + b"h\x02h\x00R"
    ),
    "a Parameter of integers": pickled(
        call("torch._utils._rebuild_parameter", tensor(of=storage(kind="torch.IntStorage")), b"\x88}")
    ),
    "an array of 100 000 dimensions": pickled(
        call("numpy.dtype", text("f4"), b"\x89\x88")
        + tuple_of(b"K\x03", text("<"), b"NNN", integer(-1), integer(-1), b"K\x00")
        + b"bq\x000"
        + name("numpy.core.numeric._frombuffer")
        + tuple_of(b"C\x04abcd", b"h\x00", b"(" + integer(1 << 61) * 10_000 + b"t", text("C"))
        + b"R"
    ),
    "the words of a shadowing module": pickled(call("collections\x00.OrderedDict", SHELL)),
    "a module in other letters": pickled(call("соllections.OrderedDict", SHELL)),
    "a module with a space": pickled(call("torch ._utils._rebuild_tensor_v2", SHELL)),
    "a dotted name by STACK_GLOBAL": pickled(text("collections"), text("OrderedDict.__class__"), b"\x93)R"),
    "STACK_GLOBAL of no texts": pickled(b"K\x01K\x02\x93"),
    "STACK_GLOBAL of a memoised module": pickled(
        text("os"), b"q\x000", b"h\x00", text("system"), b"\x93", tuple_of(SHELL), b"R"
    ),
    "names that are not UTF-8": pickled(b"c\xff\xfe\nx\n"),
    "OBJ": pickled(b"(", name("collections.OrderedDict"), b"o"),
    "INST of an allowed class": pickled(b"(icollections\nOrderedDict\n"),
    "EXT1": pickled(b"\x82\x01"),
    "EXT2": pickled(b"\x83\x01\x00"),
    "EXT4": pickled(b"\x84\x01\x00\x00\x00"),
    "PERSID": pickled(b"Pstorage\n"),
    "a persistent id that is a text": pickled(text("storage"), b"Q"),
    "a persistent id that is a number": pickled(b"K\x01Q"),
    "a persistent id that is empty": pickled(b")Q"),
    "a persistent id of another kind": pickled(tuple_of(text("module"), name("torch.FloatStorage"), b"N", b"N"), b"Q"),
    "a persistent id with a forbidden class": pickled(storage(kind="os.system")),
    "a persistent id with a class that is none": pickled(
        tuple_of(text("storage"), text("os"), text("0"), text("cpu"), b"K\x04"), b"Q"
    ),
    "a storage by a path": pickled(storage(key="../../../etc/passwd")),
    "a storage by another entry": pickled(storage(key="../data.pkl", count=1)),
    "a storage by a number": pickled(
        tuple_of(text("storage"), name("torch.FloatStorage"), b"K\x00", text("cpu"), b"K\x04"), b"Q"
    ),
    "a storage of -1 elements": pickled(storage(count=-1)),
    "a storage of 2^62 elements": pickled(storage(count=1 << 62)),
    "a storage longer than the file's": pickled(storage(count=5)),
    "a storage shorter than the file's": pickled(storage(count=3)),
    "a storage claimed in two sizes": pickled(b"](", storage(), storage(count=3, kind="torch.DoubleStorage"), b"e"),
    "a quantised storage": pickled(storage(kind="torch.QInt8Storage", count=16)),
    "a buffer out of band": pickled(b"\x97"),
    "a read-only buffer": pickled(b"N\x98"),
    "a tensor of 2^60 elements": pickled(tensor((1 << 60,))),
    "a tensor of 2^60 elements by stride 0": pickled(tensor((1 << 60,), (0,))),
    "a tensor of 2^40 elements by stride 0": pickled(tensor((1 << 40,), (0,))),
    "a tensor whose size overflows": pickled(tensor((1 << 32, 1 << 32, 1 << 32), (0, 0, 0))),
    "an empty tensor whose size overflows": pickled(tensor((0, 1 << 40, 1 << 40), (1, 1, 1))),
    "a tensor of a size beyond 64 bits": pickled(tensor((1 << 80,))),
    "a tensor of a negative size": pickled(tensor((-1,))),
    "a tensor of a negative stride": pickled(tensor((2,), (-1,), 3)),
    "a tensor of a huge stride": pickled(tensor((2,), (1 << 61,))),
    "a tensor before its storage": pickled(tensor(offset=-1)),
    "a tensor beyond its storage": pickled(tensor(offset=1)),
    "a tensor far beyond its storage": pickled(tensor(offset=1 << 61)),
    "a tensor with too few strides": pickled(tensor((2, 2), (1,))),
    "a tensor with 65 dimensions": pickled(tensor((1,) * 65, (1,) * 65)),
    "a tensor of no storage": pickled(tensor(of=b"N")),
    "a tensor of a class": pickled(tensor(of=name("torch.FloatStorage"))),
    "a tensor with a float for an offset": pickled(
        call("torch._utils._rebuild_tensor", storage(), b"G" + bytes(8), tuple_of(), tuple_of())
    ),
    "a tensor with too few arguments": pickled(call("torch._utils._rebuild_tensor_v2", storage())),
    "a conjugated tensor of floats": pickled(
        call("torch._utils._rebuild_tensor_v2", storage(), b"K\x00)", b")", b"\x89}", b"}" + text("conj") + b"\x88s")
    ),
    "a tensor with unknown metadata": pickled(
        call("torch._utils._rebuild_tensor_v2", storage(), b"K\x00)", b")", b"\x89}", b"}" + text("x") + b"\x88s")
    ),
    "a Parameter of a text": pickled(call("torch._utils._rebuild_parameter", text("x"), b"\x88}")),
    "a tensor subclass": pickled(
        call(
            "torch._tensor._rebuild_from_type_v2",
            name("torch._utils._rebuild_tensor_v2"),
            name("torch.Size"),
            tuple_of(),
            b"}",
        )
    ),
    "a rebuild by a storage class": pickled(
        call("torch._tensor._rebuild_from_type_v2", name("torch.FloatStorage"), name("torch.Tensor"), tuple_of(), b"}")
    ),
    "a tensor's array replaced": pickled(tensor(), b"}", text("array"), b"Nsb"),
    "a tensor's class replaced": pickled(tensor(), tuple_of(b"}" + text("__class__") + b"Ns", b"N"), b"b"),
    "a tensor's attribute replaced by rebuild": pickled(
        call(
            "torch._tensor._rebuild_from_type_v2",
            name("torch._utils._rebuild_tensor_v2"),
            name("torch.Tensor"),
            tuple_of(storage(), b"K\x00", tuple_of(integer(4)), tuple_of(integer(1)), b"\x89", b"}"),
            b"}" + text("array") + b"Ns",
        )
    ),
    "a method of an OrderedDict replaced": pickled(ORDERED, b")R}", text("items"), b"Nsb"),
    "the class of an OrderedDict replaced": pickled(ORDERED, b")R}", text("__class__"), b"Nsb"),
    "the state of a class": pickled(ORDERED, b"}", text("__init__"), b"Nsb"),
    "the state of a function": pickled(name("torch._utils._rebuild_tensor_v2"), b"}", text("__code__"), b"Nsb"),
    "the state of a list": pickled(b"]}b"),
    "the state of a text": pickled(text("x"), b"}b"),
    "the state of a Blank twice": pickled(name("torch.Tensor"), b")Rq\x00", tuple_of(b"K\x01"), b"b"),
    "a call of a text": pickled(text("os.system"), tuple_of(SHELL), b"R"),
    "a call of a list": pickled(b"](", SHELL, b"tR"),
    "a call of a tensor": pickled(tensor(), b")R"),
    "a call of a dtype": pickled(name("torch.float32"), b")R"),
    "a call of a storage class": pickled(name("torch.FloatStorage"), tuple_of(integer(1 << 40)), b"R"),
    "a call with a list": pickled(ORDERED, b"]R"),
    "a call with keywords": pickled(ORDERED, b")", b"}" + text("x") + b"Ns", b"\x92"),
    "a defaultdict of a forbidden factory": pickled(call("collections.defaultdict", name("os.system"))),
    "a defaultdict of a function": pickled(call("collections.defaultdict", name("torch._utils._rebuild_tensor_v2"))),
    "a defaultdict of a text": pickled(call("collections.defaultdict", text("list"))),
    "encode with zlib": pickled(call("_codecs.encode", text("x"), text("zlib"))),
    "encode with a list": pickled(call("_codecs.encode", text("x"), b"]")),
    "bytes of a number": pickled(call("builtins.bytes", integer(1 << 40))),
    "bytearray of a number": pickled(call("builtins.bytearray", integer(1 << 40))),
    "complex of texts": pickled(call("builtins.complex", text("1"), text("2"))),
    "a set of lists": pickled(call("builtins.set", b"](]]e")),
    "a set of a text": pickled(call("builtins.set", LONG_TEXT)),
    "list called": pickled(call("builtins.list", LONG_TEXT)),
    "a Size of texts": pickled(call("torch.Size", tuple_of(text("x")))),
    "a device of a long name": pickled(call("torch.device", LONG_TEXT)),
    "a device of an unknown kind": pickled(call("torch.device", text("quantum"))),
    # NumPy
    "an array of objects": pickled(call("numpy.dtype", text("O8"), b"\x89\x88")),
    "a structured dtype": pickled(call("numpy.dtype", text("V8"), b"\x89\x88")),
    "a dtype by a list": pickled(call("numpy.dtype", b"]", b"\x89\x88")),
    "a dtype by code": pickled(call("numpy.dtype", text("f8,(1000000000,)f8"), b"\x89\x88")),
    "an array of a class": pickled(
        call("numpy.core.multiarray._reconstruct", name("torch.Size"), tuple_of(b"K\x00"), text("b"))
    ),
    "a scalar of no bytes": pickled(call("numpy.core.multiarray.scalar", text("f8"), text(""))),
    # Lengths
    "BINUNICODE of 4 GB": _huge(b"X", "<I", 0xFFFFFFF0),
    "BINUNICODE8 of 2^62 bytes": _huge(b"\x8d", "<Q", 1 << 62),
    "BINBYTES8 of 2^63 bytes": _huge(b"\x8e", "<Q", 1 << 63),
    "BYTEARRAY8 of 2^50 bytes": _huge(b"\x96", "<Q", 1 << 50),
    "BINBYTES of 3 GB": _huge(b"B", "<I", 3 << 30),
    "BINSTRING of -1 bytes": _huge(b"T", "<i", -1),
    "LONG4 of 2 GB": _huge(b"\x8b", "<i", 0x7FFFFFFF),
    "LONG4 of -1 bytes": _huge(b"\x8b", "<i", -1),
    "a line without an end": PROTO + b"c" + b"o" * 100_000,
    "a LONG of 20 000 digits": pickled(b"L" + b"9" * 20_000 + b"L\n"),
    "a key of 100 000 bits": pickled(b"}", b"\x8b" + struct.pack("<i", 12_500) + b"\x7f" * 12_500, b"Ns"),
    # Bombs
    "bytes copied over and over": pickled(b"](", LONG_TEXT, b"q\x000", (name("builtins.bytearray") + b"q\x010") * 1)[
        :-1
    ]
    + (b"h\x01(h\x00" + text("latin1") + b"tR") * 3000
    + b"e.",
    "a set copied over and over": pickled(
        b"](" + b"".join(map(integer, range(2000))) + b"eq\x000](",
        (name("builtins.set") + b"q\x010") + b"h\x01h\x00\x85R" * 3000,
        b"e",
    ),
    "a tuple of 2^100 parts as a key": pickled(b"}", _doubled(100), b"Ns"),
    "a tuple of 2^100 parts in a set": pickled(call("builtins.set", b"](" + _doubled(100) + b"e")),
    "a tuple of 2^100 parts in a frozenset": pickled(b"(", _doubled(100), b"\x91"),
    "a tuple nested 100 000 deep as a key": pickled(b"})" + b"\x85" * 100_000, b"Ns"),
    "100 000 nested defaultdicts": pickled(
        name("collections.defaultdict") + b"q\x00)Rq\x01",
        b"h\x00)Rh\x01h\x01sq\x01" * 0,
        (b"h\x00)RK\x01h\x01sq\x01") * 100_000,
    ),
    "keys that collide": pickled(b"}(", _colliding(2000), b"u"),
    "a list as a key": pickled(b"}]Ns"),
    "a tensor as a key": pickled(b"}", tensor(), b"Ns"),
    "a dictionary as a key": pickled(b"}}Ns"),
    # Stack and memo
    "a pop from nothing": pickled(b"0"),
    "a tuple from nothing": pickled(b"\x87"),
    "a tuple without a mark": pickled(b"Nt"),
    "a tuple from below a mark": pickled(b"N(\x85"),
    "a tuple from below a mark, tidied up": pickled(b"N(\x85t0"),
    "a call from below a mark": pickled(ORDERED, b")(R"),
    "two values at the end": pickled(b"NN"),
    "no value at the end": pickled(b""),
    "a mark at the end": pickled(b"N("),
    "a key without a value": pickled(b"}(Nu"),
    "a list filled as a dictionary": pickled(b"]NNs"),
    "a text filled as a list": pickled(text("x"), b"Na"),
    "a class filled as a dictionary": pickled(ORDERED, b"NNs"),
    "a tuple filled as a list": pickled(b")(Ne"),
    "a memo that is empty": pickled(b"h\x07"),
    "a memo by a word": pickled(b"gseven\n"),
    "a memo by a huge number": pickled(b"Np99999999999999999999\n"),
    "protocol 9": b"\x80\x09N.",
    "no opcode": pickled(b"\xff"),
    "nothing": b"",
    "no end": PROTO + b"N",
}

# A memo index of 2^32 - 1 makes Python's own unpickler allocate 32 GB; here it is harmless, and so allowed.
HARMLESS = {"memo 2^32 - 1": pickled(b"Nr\xff\xff\xff\xff")}


# Files ---------------------------------------------------------------------------------------------------------------


def _npy(header, data=b""):
    head = header.encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + data


def _objects():
    out = io.BytesIO()
    np.save(out, np.array([{}], dtype=object), allow_pickle=True)
    return out.getvalue()


def _claims(data, field, value, entry):
    """A zip archive whose table lies about an entry: `field` is the offset of a 4-byte number in its record."""
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(entry))
    return data[: at + field] + struct.pack("<I", value) + data[at + field + 4 :]


def _twice(data):
    """An archive with an entry of a name that is there already."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file.writestr("archive/data.pkl", pickled(b"N"))
    return out.getvalue()


SOUND = torch_zip(pickled(tensor()))
BOMB = bytes(100 << 20)


def files():
    """Whole files, by name. Made when asked for: one packs 100 MB of zeros."""
    legacy = torch_legacy(pickled(tensor(of=storage("0", 4, "torch.FloatStorage", "cpu", b"N"))))
    reference = storage("0", 4, "torch.FloatStorage", "cpu", b"N")
    yield "a bomb for a pickle", torch_zip(BOMB, compression=zipfile.ZIP_DEFLATED)
    yield (
        "a bomb for a storage",
        torch_zip(pickled(storage(count=len(BOMB) // 4)), {"0": BOMB}, compression=zipfile.ZIP_DEFLATED),
    )
    yield "a bomb for an array", archive({"a.npy": BOMB}, zipfile.ZIP_DEFLATED)
    yield (
        "a bomb that claims little",
        _claims(torch_zip(BOMB, compression=zipfile.ZIP_DEFLATED), 24, 100, b"archive/data.pkl"),
    )
    yield "an entry that claims more than the file", _claims(SOUND, 20, 1 << 30, b"archive/data/0")
    yield "an entry that claims another size", _claims(SOUND, 24, 1 << 30, b"archive/data/0")
    yield "an entry that starts beyond the file", _claims(SOUND, 42, 1 << 30, b"archive/data/0")
    yield "an entry that starts at another's place", _claims(SOUND, 42, 0, b"archive/data/0")
    yield "an encrypted entry", _claims(SOUND, 8, 1, b"archive/data.pkl")
    yield "an unknown compression", _claims(SOUND, 10, 99, b"archive/data.pkl")
    yield "two entries of one name", _twice(SOUND)
    yield "no table", SOUND[:-30]
    yield "half a file", SOUND[: len(SOUND) // 2]
    yield "a zip of nothing known", archive({"a.txt": b"hello"})
    yield "a zip without a pickle", archive({"a/version": b"3\n"})
    yield "a script of torch 1.0", archive({"a/model.json": b"{}", "a/version": b"1\n"})
    yield "a program of torch.export", archive({"a/archive_format": b"pt2", "a/version": b"6\n"})
    yield "no version", archive({"a/data.pkl": pickled(b"N")})
    yield "a version that is text", torch_zip(pickled(b"N"), version=b"three")
    yield "a version of the future", torch_zip(pickled(b"N"), version=b"11\n")
    yield "a version of the past", torch_zip(pickled(b"N"), version=b"0\n")
    yield "a byte order of no machine", torch_zip(pickled(b"N"), extra={"byteorder": b"middle"})
    yield "a storage that is not there", torch_zip(pickled(storage()), {})
    yield "a script without a pickle", archive({"a/constants.pkl": pickled(b")"), "a/version": b"3\n"})
    yield (
        "a script with another's constants",
        archive({"a/constants.pkl": pickled(name("os.system")), "a/data.pkl": pickled(b"N"), "a/version": b"3\n"}),
    )
    yield "a script of endless names", _script_of_shared_parts()
    yield "another magic number", torch_legacy(pickled(b"N"), [], magic=7)
    yield "another protocol", torch_legacy(pickled(b"N"), [], protocol=1000)
    yield "a magic number that is called", pickled(call("os.system", SHELL))
    yield "a legacy file cut off", legacy[:-3]
    yield "a legacy file cut off in its pickle", legacy[: len(legacy) // 2]
    yield "a legacy file with a storage too many", torch_legacy(pickled(b"N"))
    yield "a legacy file with a storage too few", torch_legacy(pickled(reference), [])
    yield "a legacy file with one storage twice", torch_legacy(pickled(reference), [("0", 4, FOUR)] * 2)
    yield "a legacy file with keys that are none", torch_legacy(pickled(b"N"), [], keys=[])[:-2] + b"N."
    yield "a legacy storage of another size", torch_legacy(pickled(reference), [("0", 5, FOUR)])
    yield "a legacy storage of -1 elements", torch_legacy(pickled(reference), [("0", -1, FOUR)])
    yield (
        "a legacy storage of 2^62 elements",
        torch_legacy(pickled(storage("0", 1 << 59, "torch.FloatStorage", "cpu", b"N"))),
    )
    yield "a legacy module", torch_legacy(pickled(tuple_of(text("module"), b"N", b"N", b"N"), b"Q"), [])
    for what, view in {
        "beyond its root": tuple_of(text("v"), integer(2), integer(3)),
        "of a negative offset": tuple_of(text("v"), integer(-1), integer(3)),
        "of three words": tuple_of(text("v"), text("a"), text("b")),
    }.items():
        yield f"a legacy view {what}", torch_legacy(pickled(storage("0", 4, "torch.FloatStorage", "cpu", view)))
    yield "a tar of torch 0.1", _tar()
    yield "an array of objects", _objects()
    yield "an npz with an array of objects", archive({"a.npy": _objects()})
    yield (
        "a huge array",
        _npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1152921504606846976,), }\n", bytes(8)),
    )
    yield (
        "a huge array of letters",
        _npy("{'descr': '<U1000000000', 'fortran_order': False, 'shape': (), }\n", bytes(8)),
    )
    yield "an array of a negative size", _npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }\n", bytes(8))
    yield "an array of no size", _npy("{'descr': '<f8', 'fortran_order': False, 'shape': (True,), }\n", bytes(8))
    yield (
        "letters of 70 dimensions",
        _npy(f"{{'descr': '<U1', 'fortran_order': False, 'shape': {(1,) * 70}, }}\n", bytes(4)),
    )
    yield "a header that is code", _npy("__import__('os').system('id')\n")
    yield "a header of brackets", _npy("(" * 9000 + "\n")
    yield "a header that is no header", _npy("\x00\n")
    yield "an npy of the future", b"\x93NUMPY\x09\x00" + bytes(100)
    yield "an npy cut off", b"\x93NUMPY\x01"
    yield "an npz of no arrays", archive({"a.npy": b"hello"})
    yield "a safetensors header beyond the file", struct.pack("<Q", 1 << 20) + b'{"a":1}'
    yield "a safetensors header that is no table", struct.pack("<Q", 9) + b'{"a":[1]}'
    yield (
        "a safetensors tensor beyond the file",
        _safetensors('{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}'),
    )
    yield "a safetensors tensor of another size", _safetensors('{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,8]}}')
    yield "a safetensors tensor with a hole", _safetensors('{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}')
    yield (
        "a safetensors tensor of a strange dtype",
        _safetensors('{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}'),
    )
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(100)
    yield "a page", b"<!DOCTYPE html><html></html>"
    yield "nothing", b""
    yield "zeros", bytes(1000)


def _safetensors(header):
    return struct.pack("<Q", len(header)) + header.encode() + bytes(8)


def _script_of_shared_parts():
    """A script object that holds another one twice, and so on, 60 levels down: 2^60 names."""
    part = b"c__torch__\nPart\nq\x01)\x81}" + text("t") + tensor() + b"sbq\x00"
    step = b"0h\x01)\x81}(" + text("a") + b"h\x00" + text("b") + b"h\x00ubq\x00"
    entries = {"constants.pkl": pickled(b")"), "data.pkl": pickled(part, step * 60), "data/0": FOUR, "version": b"3\n"}
    return archive({f"a/{entry}": data for entry, data in entries.items()})


def _tar():
    import tarfile

    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        info = tarfile.TarInfo("storages")
        info.size = 4
        tar.addfile(info, io.BytesIO(b"abcd"))
    return out.getvalue()
