using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>What a part of a training writes into a checkpoint comes back, and nothing else.</summary>
public sealed class StatefulTests : OneThread
{
    [Fact]
    public void Every_kind_of_value_comes_back()
    {
        using var mean = tensor(new double[] { 1, double.NaN, -0.0 });
        using var folder = new TemporaryFolder();
        var file = Save(folder, new Part("a", state =>
        {
            using var temporary = mean + 1;
            state.Write("mean", temporary);
            state.Write("best", 0.1);
            state.Write("worst", double.NegativeInfinity);
            state.Write("none", double.NaN);
            state.Write("count", long.MaxValue);
            state.Write("is \"on\"", true);
            state.Write("text", "{\"ä\\\u0000\":1}");
        }), new Part("b", state => state.Write("best", 7L)));

        var a = new Part("a", load: state =>
        {
            using var read = state.ReadTensor("mean");
            using var target = zeros(3, ScalarType.Float64);
            state.CopyTo("mean", target);
            using var expected = mean + 1;
            Assert.Equal(expected.bytes.ToArray(), read.bytes.ToArray());
            Assert.Equal(expected.bytes.ToArray(), target.bytes.ToArray());
            Assert.Equal(0.1, state.ReadDouble("best"));
            Assert.Equal(double.NegativeInfinity, state.ReadDouble("worst"));
            Assert.Equal(double.NaN, state.ReadDouble("none"));
            Assert.Equal(long.MaxValue, state.ReadInt64("count"));
            Assert.True(state.ReadBoolean("is \"on\""));
            Assert.Equal("{\"ä\\\u0000\":1}", state.ReadString("text"));

            // What is not there, or of another kind.
            using var wrong = zeros(2);
            foreach (var read2 in new Action[]
            {
                () => state.ReadTensor("best"), () => state.ReadDouble("text"), () => state.ReadInt64("best"), () => state.ReadBoolean("count"),
                () => state.ReadString("count"), () => state.ReadDouble("no such"), () => state.CopyTo("mean", wrong),
            })
            {
                var message = Assert.Throws<CheckpointException>(read2).Message;
                Assert.Contains(file, message, StringComparison.Ordinal);
                Assert.Contains(" a", message, StringComparison.Ordinal);
            }
        });
        var states = Checkpoint.Read(file).ReadStates();
        Assert.Equal(["a", "b"], states.Select(state => state.StateName));
        states[0].Restore(a);
        Assert.True(a.WasLoaded);
        states[1].Restore(new Part("b", load: state => Assert.Equal(7, state.ReadDouble("best"))));
        foreach (var state in states)
        {
            state.Dispose();
        }
    }

    [Fact]
    public void Names_are_checked_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "", "a.b", "ä", "a b", "epoch" })
        {
            Assert.Contains("StateName", Assert.Throws<ArgumentException>(() => Save(folder, new Part(name))).Message, StringComparison.Ordinal);
        }

        Assert.Contains("Two parts", Assert.Throws<ArgumentException>(() => Save(folder, new Part("a"), new Part("a"))).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => Save(folder, new Part("a", state =>
        {
            state.Write("x", 1L);
            state.Write("x", 2.0);
        }))).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static string Save(TemporaryFolder folder, params Part[] parts)
    {
        var file = folder.File("a.safetensors");
        TinyModel.SaveCheckpoint(file, parts);
        return file;
    }

    private sealed class Part(string name, Action<StateWriter>? save = null, Action<StateReader>? load = null) : IStateful
    {
        public string StateName => name;

        public bool WasLoaded { get; private set; }

        public void SaveState(StateWriter state) => save?.Invoke(state);

        public void LoadState(StateReader state)
        {
            load?.Invoke(state);
            WasLoaded = true;
        }
    }
}
