using GhostNet.Models;
using GhostNet.Tests.Golden;
using GhostNet.Weights;
using GhostNet.Weights.Pickle;
using static TorchSharp.torch;

namespace GhostNet.Tests.Weights;

/// <summary>What PyTorch wrote is read as PyTorch reads it.</summary>
public sealed class PyTorchCheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("edge_tensors.zip.pth")]
    [InlineData("edge_tensors.legacy.pth")]
    public void Reads_every_type_stride_and_offset(string name)
    {
        using var scope = NewDisposeScope();
        using var state = PyTorchCheckpoint.Read(Sample.File(name));
        using var counted = arange(24, ScalarType.Float32).reshape(4, 6);
        Assert.Equal(
            ["f32", "transposed", "slice", "shared_row", "f16", "bf16", "f64", "i64", "i32", "u8", "b", "scalar", "empty", "param"], state.Names);
        AssertSame(counted, state["f32"]);
        AssertSame(counted.t(), state["transposed"]);
        AssertSame(counted[1..3, 2..5], state["slice"]);
        AssertSame(counted[2], state["shared_row"]);
        AssertSame(counted.to(ScalarType.Float16), state["f16"]);
        AssertSame(counted.to(ScalarType.BFloat16), state["bf16"]);
        AssertSame(counted.to(ScalarType.Float64), state["f64"]);
        AssertSame(arange(5, ScalarType.Int64), state["i64"]);
        AssertSame(arange(5, ScalarType.Int32), state["i32"]);
        AssertSame(arange(5, ScalarType.Byte), state["u8"]);
        AssertSame(tensor(new[] { true, false }), state["b"]);
        AssertSame(tensor(7L), state["scalar"]);
        AssertSame(empty(0, 3), state["empty"]);
        AssertSame(ones(2), state["param"]);
    }

    [Theory]
    [InlineData("edge_tensors.zip.pth")]
    [InlineData("edge_tensors.legacy.pth")]
    public void Tensors_that_shared_memory_share_it_again(string name)
    {
        using var state = PyTorchCheckpoint.Read(Sample.File(name));
        state["f32"].fill_(-1);
        foreach (var shared in new[] { "transposed", "slice", "shared_row" })
        {
            Assert.True(state[shared].eq(-1).all().item<bool>(), shared);
        }

        Assert.False(state["param"].eq(-1).any().item<bool>());
    }

    [Theory]
    [InlineData(Sample.TinyZip)]
    [InlineData(Sample.TinyLegacy)]
    public void The_weights_are_those_that_were_written(string name)
    {
        using var state = PyTorchCheckpoint.Read(Sample.File(name));
        Assert.Equal(46, state.Count);
        foreach (var (weight, tensor) in state)
        {
            if (weight.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            {
                Assert.Equal(0, tensor.item<long>());
            }
            else
            {
                Assert.Equal(FillRule.State(weight, "tiny", tensor.shape), tensor.data<float>().ToArray());
            }
        }
    }

    [Theory]
    [InlineData(Sample.TinyZip)]
    [InlineData(Sample.TinyLegacy)]
    [InlineData("nested_checkpoint.zip.pth")]
    public void A_layer_with_the_weights_gives_the_numbers_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        using var layer = Sample.TinyBottleneck();
        Assert.True(layer.LoadWeights(Sample.File(name)).IsComplete);
        layer.eval();
        using var _ = no_grad();
        var golden = GoldenCase.Of(File.ReadAllText(Sample.File("tiny_bottleneck.json")));
        Close.Assert(name, golden["eval_out"].Floats, layer.call(FillRule.Input("input", "tiny", golden.InputShape, 2.0)), 1e-5);
    }

    [Theory]
    [InlineData("ghostnet_w0.5.zip.pth")]
    [InlineData("ghostnet_w0.5.legacy.pth")]
    public void A_whole_network_gives_the_logits_of_PyTorch(string name)
    {
        var path = Sample.LargeFile(name);
        Assert.SkipWhen(path is null, "Needs the folder of large files of PyTorch in GHOSTNET_INTEROP.");
        using var scope = NewDisposeScope();
        using var network = new GhostNetV1(GhostNetConfig.ImageNet(0.5));
        var report = network.LoadWeights(path);
        var golden = GoldenCase.Of(File.ReadAllText(Sample.LargeFile("ghostnet_w0.5.logits.json")!));
        Assert.Equal(golden["tensors"].Items.Count, report.Matched);

        using (var state = PyTorchCheckpoint.Read(path))
        {
            foreach (var described in golden["tensors"].Items.Select(item => item.Items))
            {
                var tensor = state[described[0].Text];
                Assert.Equal(described[1].Longs, tensor.shape);
                Assert.Equal(described[2].Text, tensor.dtype == ScalarType.Int64 ? "int64" : "float32");
                Close.Assert(described[0].Text, described[3].Number, tensor.to(ScalarType.Float64).norm().item<double>(), 1e-7, 1e-7);
            }
        }

        network.eval();
        using var _ = no_grad();
        var logits = network.call(FillRule.Input("input", "interop", golden["input"]["shape"].Longs, 2.0));
        Close.Assert("logits", golden["logits"].Floats, logits, 1e-5);
    }

    [Fact]
    public void A_nested_checkpoint_is_searched_or_named()
    {
        var path = Sample.File("nested_checkpoint.zip.pth");
        using var state = PyTorchCheckpoint.Read(path);
        Assert.Equal(46, state.Count);
        using var same = PyTorchCheckpoint.Read(path, "state_dict");
        Assert.Equal(state.Names, same.Names);

        var wrong = Assert.Throws<WeightFileException>(() => PyTorchCheckpoint.Read(path, "state_dict_ema"));
        Assert.Contains("no tensors by name in state_dict_ema", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("epoch, lr, name, best, state_dict, optimizer", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_what_it_reads()
    {
        using var state = PyTorchCheckpoint.Read(Sample.File("edge_tensors.zip.pth"));
        var path = folder.File("again.pth");
        PyTorchCheckpoint.Write(path, state);
        using var again = PyTorchCheckpoint.Read(path);
        Assert.Equal(state.Names, again.Names);
        Assert.All(state.Names, name => AssertSame(state[name], again[name]));

        var first = File.ReadAllBytes(path);
        PyTorchCheckpoint.Write(path, again);
        Assert.Equal(first, File.ReadAllBytes(path));
    }

    [Fact]
    public void Says_what_is_not_a_checkpoint()
    {
        Check(folder.File("missing.pth"), "cannot be read");
        Check(folder.Path, "is a folder");
        Check(folder.Write("empty.pth", []), "is empty");
        Check(folder.Write("text.pth", "weights"u8.ToArray()), "is no file of torch.save");
        Check(folder.Write("pickle.pth", [0x80, 2, (byte)'N', (byte)'.']), "is a pickle, but not one that torch.save wrote");

        static void Check(string path, string problem)
        {
            var wrong = Assert.Throws<WeightFileException>(() => PyTorchCheckpoint.Read(path));
            Assert.Contains(problem, wrong.Message, StringComparison.Ordinal);
            Assert.Contains(path, wrong.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>What training scripts save beside the weights, instruction by instruction as Python writes it.</summary>
    [Fact]
    public void What_is_not_a_weight_is_passed_over()
    {
        var pickle = new TestPickle().Op(PickleOp.EmptyDict).Op(PickleOp.Mark);

        // argparse.Namespace(lr=1), numpy.float64(1), {1, 2}, frozenset({1}), b"ab", a large number, defaultdict(list), a path.
        pickle.Text("args").Global("argparse", "Namespace").Op(PickleOp.EmptyTuple).Op(PickleOp.NewObject)
            .Op(PickleOp.EmptyDict).Text("lr").Number(1).Op(PickleOp.SetItem).Op(PickleOp.Build);
        pickle.Text("metric").Global("numpy.core.multiarray", "scalar").Global("numpy", "dtype").Text("f8").Op(PickleOp.False).Op(PickleOp.True)
            .Op(PickleOp.Tuple3).Op(PickleOp.Reduce).Op(PickleOp.Mark).Number(3).Text("<").Op(PickleOp.None).Op(PickleOp.Tuple).Op(PickleOp.Build)
            .Global("_codecs", "encode").Text("abcdefgh").Text("latin1").Op(PickleOp.Tuple2).Op(PickleOp.Reduce).Op(PickleOp.Tuple2).Op(PickleOp.Reduce);
        pickle.Text("set").Op(PickleOp.EmptySet).Op(PickleOp.Mark).Number(1).Number(2).Op(PickleOp.AddItems);
        pickle.Text("frozen").Op(PickleOp.Mark).Number(1).Op(PickleOp.FrozenSet);
        pickle.Text("bytes").Op(PickleOp.ShortBytes, 2, 1, 2);
        pickle.Text("more bytes").Op(PickleOp.Bytes, 2, 0, 0, 0, 1, 2);
        pickle.Text("array").Op(PickleOp.ByteArray, 2, 0, 0, 0, 0, 0, 0, 0, 1, 2);
        pickle.Text("large").Op(PickleOp.LongInteger, 9, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        pickle.Text("history").Global("collections", "defaultdict").Global("builtins", "list").Op(PickleOp.Tuple1).Op(PickleOp.Reduce)
            .Text("loss").Op(PickleOp.EmptyList).Number(1).Op(PickleOp.Append).Op(PickleOp.SetItem);
        pickle.Text("out").Global("pathlib", "PosixPath").Text("/").Text("tmp").Op(PickleOp.Tuple2).Op(PickleOp.Reduce);
        pickle.Text("dtype").Global("torch", "float32");
        pickle.Text("queue").Global("collections", "deque").Op(PickleOp.EmptyTuple).Op(PickleOp.Reduce).Op(PickleOp.Mark).Number(1).Op(PickleOp.Appends);
        pickle.Text("counts").Global("collections", "Counter").Op(PickleOp.EmptyDict).Op(PickleOp.Tuple1).Op(PickleOp.Reduce)
            .Op(PickleOp.Mark).Text("a").Number(1).Op(PickleOp.SetItems);
        pickle.Text("made").Global("some", "Class").Op(PickleOp.EmptyTuple).Op(PickleOp.EmptyDict).Op(PickleOp.NewObjectWithNames);
        pickle.Text("net").Op(PickleOp.EmptyDict).Text("w").Rebuild(1, 0, [1], [1]).Op(PickleOp.SetItem);
        using var state = PyTorchCheckpoint.Read(Write(pickle.Op(PickleOp.SetItems)));
        Assert.Equal(1.5f, state["w"].item<float>());
        Assert.Equal(["w"], state.Names);
    }

    [Fact]
    public void The_entry_with_the_weights_may_have_any_name()
    {
        Assert.Equal("best", Found("epoch", "best"));
        Assert.Equal("model", Found("ema", "model", "generator"));
        Assert.Equal("net", Found("net", "other"));
        var wrong = Assert.Throws<WeightFileException>(() => Found("generator", "discriminator"));
        Assert.Contains("has tensors in generator, discriminator", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("Read(path, entry)", wrong.Message, StringComparison.Ordinal);

        string Found(params string[] entries)
        {
            var pickle = new TestPickle().Op(PickleOp.EmptyDict);
            foreach (var entry in entries)
            {
                pickle.Text(entry).Op(PickleOp.EmptyDict);
                if (entry != "epoch")
                {
                    pickle.Text(entry).Rebuild(1, 0, [1], [1]).Op(PickleOp.SetItem);
                }

                pickle.Op(PickleOp.SetItem);
            }

            // A tensor beside them, as the state of a random generator is.
            if (entries.Contains("best"))
            {
                pickle.Text("rng").Op(PickleOp.EmptyDict).Op(PickleOp.SetItem);
            }

            using var state = PyTorchCheckpoint.Read(Write(pickle));
            return Assert.Single(state.Names);
        }
    }

    private string Write(TestPickle pickle) => folder.Write(
        "a.pth", TestZip.Of(new TestZipItem("a/data.pkl", pickle.ToArray()), new TestZipItem("a/data/0", BitConverter.GetBytes(1.5f))));

    private static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        using var one = expected.contiguous();
        using var other = actual.contiguous();
        Assert.Equal(one.bytes.ToArray(), other.bytes.ToArray());
    }
}
