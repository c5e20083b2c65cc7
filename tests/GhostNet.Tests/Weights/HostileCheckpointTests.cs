using GhostNet.Weights;
using GhostNet.Weights.Pickle;


namespace GhostNet.Tests.Weights;

/// <summary>Files that want to run something, or more memory than they have numbers for, or that lie about where things are.</summary>
public sealed class HostileCheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("System.Diagnostics", "Process")]
    [InlineData("torch", "load")]
    [InlineData("models.ghostnet", "GhostNet")]
    public void An_object_of_Python_is_named_and_never_made(string module, string name)
    {
        var problem = $"holds a Python object ({module}.{name}), which is never created or run";
        Refused(new TestPickle().Global(module, name).Text("x").Op(PickleOp.Tuple1).Op(PickleOp.Reduce).ToArray(), problem);
        Refused(new TestPickle().Text(module).Text(name).Op(PickleOp.StackGlobal).ToArray(), problem);
        Refused(new TestPickle().Global(module, name).Op(PickleOp.EmptyTuple).Op(PickleOp.NewObject).Op(PickleOp.EmptyDict).Op(PickleOp.Build).ToArray(), problem);
    }

    [Theory]
    [InlineData("torch", "ComplexFloatStorage")]
    [InlineData("torch", "QInt8Storage")]
    public void A_weight_of_another_kind_is_named(string module, string storage)
    {
        var pickle = new TestPickle().Op(PickleOp.EmptyDict).Text("w").Global("torch._utils", "_rebuild_tensor_v2").Op(PickleOp.Mark)
            .Op(PickleOp.Mark).Text("storage").Global(module, storage).Text("0").Text("cpu").Number(1).Op(PickleOp.Tuple).Op(PickleOp.PersistentId)
            .Number(0).Numbers([1]).Numbers([1]).Op(PickleOp.Tuple).Op(PickleOp.Reduce).Op(PickleOp.SetItem);
        Refused(pickle.ToArray(), $"the tensor w of a kind that is not read here ({module}.{storage})");
    }

    [Fact]
    public void Names_of_a_file_neither_steer_a_terminal_nor_fill_it()
    {
        var wrong = Assert.Throws<WeightFileException>(() => PyTorchCheckpoint.Read(Write(
            new TestPickle().Op(PickleOp.EmptyDict).Text("\u001b[2J" + new string('x', 87_000)).Op(PickleOp.None).Op(PickleOp.SetItem).ToArray())));
        Assert.DoesNotContain('\u001b', wrong.Message);
        Assert.InRange(wrong.Message.Length, 1, 1000);
    }

    [Theory]
    [InlineData((int)'i')]
    [InlineData((int)'o')]
    [InlineData((int)'P')]
    [InlineData(0x82)]
    [InlineData(0x00)]
    public void Other_instructions_are_refused(int op) =>
        Refused(new TestPickle().Op((PickleOp)op).ToArray(), $"the byte 0x{op:x2} is not an instruction");

    [Fact]
    public void Attributes_are_set_on_nothing_but_a_dict()
    {
        Refused(new TestPickle().Op(PickleOp.EmptyList).Op(PickleOp.EmptyDict).Op(PickleOp.Build).ToArray(), "sets attributes");
        Refused(new TestPickle().Global("torch", "FloatStorage").Op(PickleOp.EmptyDict).Op(PickleOp.Build).ToArray(), "sets attributes");
    }

    [Fact]
    public void A_tensor_stays_in_its_storage()
    {
        Refused(TestPickle.Tensor(1, 0, [2], [1]), "reaches number 1 of a storage of 1");
        Refused(TestPickle.Tensor(1, 1, [1], [1]), "reaches number 1 of a storage of 1");
        Refused(TestPickle.Tensor(1, 0, [2, 2], [long.MaxValue, long.MaxValue]), "reaches number");
        Refused(TestPickle.Tensor(1, 0, [long.MaxValue], [long.MaxValue]), "reaches number");
        Refused(TestPickle.Tensor(1, 0, [1L << 62, 4], [0, 0]), "no tensor has the shape");
        Refused(TestPickle.Tensor(1, 0, [0, 1L << 62, 4], [0, 0, 0]), "no tensor has the shape");
        Refused(TestPickle.Tensor(1, 0, [-1], [1]), "no tensor has the shape");
        Refused(TestPickle.Tensor(1, 0, [2], [-1]), "no tensor has the shape");
        Refused(TestPickle.Tensor(1, -1, [1], [1]), "no tensor has the shape");
        Refused(TestPickle.Tensor(1, 0, [1], [1, 1]), "no tensor has the shape");
        Refused(TestPickle.Tensor(1, 0, new long[65], new long[65]), "at most 64 whole numbers");
    }

    [Fact]
    public void A_storage_is_as_long_as_it_claims()
    {
        Refused(TestPickle.Tensor(1L << 40, 0, [1], [1]), "should have 1099511627776 numbers of 4");
        Refused(TestPickle.Tensor(long.MaxValue, 0, [1], [1]), "should have 9223372036854775807 numbers of 4");
        Refused(TestPickle.Tensor(-1, 0, [1], [1]), "not described as PyTorch does");
        Refused(TestPickle.Tensor(2, 0, [1], [1]), "has 4 bytes");
    }

    [Theory]
    [InlineData(1L << 20, 1L << 20)]
    [InlineData(1L << 61, 1L)]
    [InlineData(1L << 24, 1L)]
    public void A_few_numbers_do_not_pose_as_many(long rows, long columns) =>
        Refused(TestPickle.Tensor(1, 0, [rows, columns], [0, 0]), "asks for more memory than twice");

    [Fact]
    public void Repeated_numbers_are_read_while_they_are_few()
    {
        var path = Write(TestPickle.Tensor(1, 0, [1000, 1000], [0, 0]));
        using var state = PyTorchCheckpoint.Read(path);
        Assert.Equal([1000L, 1000], state["w"].shape);
        Assert.Equal(1.5, state["w"].mean().item<float>());
    }

    [Fact]
    public void Many_tensors_of_one_storage_are_bounded()
    {
        var pickle = new TestPickle().Op(PickleOp.EmptyDict).Op(PickleOp.Mark);
        pickle.Text("w").Rebuild(1, 0, [1], [1]).Op(PickleOp.Put, 0);
        for (var i = 0; i < 70_000; i++)
        {
            pickle.Text($"{i}").Op(PickleOp.Get, 0);
        }

        Refused(pickle.Op(PickleOp.SetItems).ToArray(), "more than 65536 tensors");
    }

    [Theory]
    [InlineData((int)PickleOp.EmptyList)]
    [InlineData((int)PickleOp.EmptyDict)]
    [InlineData((int)PickleOp.Mark)]
    [InlineData((int)PickleOp.None)]
    public void A_flood_of_objects_is_stopped(int op) =>
        Refused(new TestPickle().Repeat(4_000_000, (PickleOp)op).ToArray(), "asks for more memory than twice");

    [Fact]
    public void Depth_and_cycles_hurt_nobody()
    {
        Refused(new TestPickle().Op(PickleOp.EmptyTuple).Repeat(100_000, PickleOp.Tuple1).ToArray(), "holds no dict");

        var cycle = new TestPickle().Op(PickleOp.EmptyDict).Op(PickleOp.Put, 0).Text("state_dict").Op(PickleOp.Get, 0).Op(PickleOp.SetItem);
        Refused(cycle.ToArray(), "holds a dict with state_dict");
    }

    [Fact]
    public void The_stack_and_the_memo_are_used_as_they_must_be()
    {
        Refused(new TestPickle().ToArray(), "an empty stack");
        Refused(new TestPickle().Op(PickleOp.None).Op(PickleOp.Mark).Op(PickleOp.Pop).ToArray(), "an empty stack");
        Refused(new TestPickle().Op(PickleOp.Tuple2).ToArray(), "an empty stack");
        Refused(new TestPickle().Op(PickleOp.Tuple).ToArray(), "a mark that is not there");
        Refused(new TestPickle().Op(PickleOp.LongGet, 255, 255, 255, 255).ToArray(), "recalls number 4294967295");
        Refused(new TestPickle().Op(PickleOp.EmptyDict).Op(PickleOp.LongPut, 255, 255, 255, 255).ToArray(), "keeps something as number 4294967295");
        Refused(new TestPickle().Op(PickleOp.Unicode, 255, 255, 255, 255).ToArray(), "ends in the middle");
        Refused(new TestPickle().Op(PickleOp.None).Op(PickleOp.EmptyTuple).Op(PickleOp.Reduce).ToArray(), "called that is not a function");
        Refused(new TestPickle().Op(PickleOp.EmptyDict).Text("a").Op(PickleOp.None).Op(PickleOp.SetItem).Text("a").Op(PickleOp.None).Op(PickleOp.SetItem).ToArray(), "occurs twice");
    }

    [Fact]
    public void An_archive_may_have_a_comment_and_large_numbers()
    {
        foreach (var zip64 in new[] { false, true })
        {
            using var state = PyTorchCheckpoint.Read(folder.Write("a.pth", TestZip.Of(zip64, "written by hand", Items(Good()))));
            Assert.Equal(1.5f, state["w"].item<float>());
        }
    }

    [Fact]
    public void An_archive_is_what_it_claims()
    {
        var items = Items(Good());
        ZipRefused("compressed or encrypted", items[0] with { Method = 8 }, items[1]);
        ZipRefused("compressed or encrypted", items[0], items[1] with { Method = 8 });
        ZipRefused("is twice in its zip directory", items[0], items[1], items[1]);
        ZipRefused("overlaps the file before it", items[0] with { Length = (uint)items[0].Content.Length + 4 }, items[1]);
        ZipRefused("is not there, or does not fit there", items[0], items[1] with { HeaderOffset = 0 });
        ZipRefused("belong there, but the file ends", items[0], items[1] with { HeaderOffset = 1 << 30 });
        ZipRefused("is not there, or does not fit there", items[0], items[1] with { Length = 1 << 30 });
        ZipRefused("does not have the checksum", items[0] with { Checksum = 1 }, items[1]);
        ZipRefused("does not have the checksum", items[0], items[1] with { Checksum = 1 });
        ZipRefused("the storage 0 is not in the archive", items[0]);
        ZipRefused("it has 0 files named data.pkl", items[1]);
        ZipRefused("it has 2 files named data.pkl", items[0], items[1], items[0] with { Name = "other/data.pkl" });
        ZipRefused("big-endian machine", items[0], items[1], new TestZipItem("a/byteorder", "big"u8.ToArray()));
    }

    [Theory]
    [InlineData(Sample.TinyZip)]
    [InlineData(Sample.TinyLegacy)]
    public void A_cut_file_is_refused_wherever_it_is_cut(string name)
    {
        var whole = File.ReadAllBytes(Sample.File(name));
        for (var length = 0; length < whole.Length; length += 5)
        {
            var path = folder.Write("cut.pth", whole[..length]);
            Assert.Throws<WeightFileException>(() => PyTorchCheckpoint.Read(path).Dispose());
        }
    }

    private static byte[] Good() => TestPickle.Tensor(1, 0, [1], [1]);

    private static TestZipItem[] Items(byte[] pickle) =>
        [new TestZipItem("a/data.pkl", pickle), new TestZipItem("a/data/0", BitConverter.GetBytes(1.5f))];

    private string Write(byte[] pickle) => folder.Write("a.pth", TestZip.Of(Items(pickle)));

    private void Refused(byte[] pickle, string problem) => Refused(Write(pickle), problem);

    private void ZipRefused(string problem, params TestZipItem[] items) => Refused(folder.Write("a.pth", TestZip.Of(items)), problem);

    private static void Refused(string path, string problem) => Refusal.Assert(file => PyTorchCheckpoint.Read(file), path, problem);
}
