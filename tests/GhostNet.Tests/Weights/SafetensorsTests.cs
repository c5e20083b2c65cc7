using System.Text;
using GhostNet.Fuzz;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Tests.Weights;

/// <summary>The safetensors format: what is written, and what is refused.</summary>
public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reads_a_file_to_the_byte()
    {
        var path = Write(
            """{"__metadata__":{"format":"pt"},"b":{"dtype":"I16","shape":[2],"data_offsets":[8,12]},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"e":{"dtype":"U8","shape":[0],"data_offsets":[12,12]}}   """,
            [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f), 1, 0, 255, 255]);
        using var state = Safetensors.Read(path);
        Assert.Equal(["b", "a", "e"], state.Names);
        Assert.Equal(new short[] { 1, -1 }, state["b"].data<short>().ToArray());
        Assert.Equal(new[] { 1.5f, -2f }, state["a"].data<float>().ToArray());
        Assert.Equal([1L, 2], state["a"].shape);
        Assert.Equal([0L], state["e"].shape);
        Assert.False(state.Contains("c"));
        Assert.Contains("no tensor c", Assert.Throws<KeyNotFoundException>(() => state["c"]).Message, StringComparison.Ordinal);
        Assert.Equal($"{path}: 3 tensors, 4 numbers", state.ToString());
    }

    [Fact]
    public void Every_type_survives_the_round_trip()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["u8"] = tensor(new byte[] { 1, 2, 255 }),
            ["f64"] = arange(6, ScalarType.Float64).reshape(2, 3),
            ["transposed"] = arange(6, ScalarType.Float32).reshape(2, 3).t(),
            ["f16"] = arange(3, ScalarType.Float16),
            ["bf16"] = arange(3, ScalarType.BFloat16),
            ["i8"] = tensor(new sbyte[] { -1, 2, 3 }),
            ["i16"] = arange(3, ScalarType.Int16),
            ["i32"] = arange(3, ScalarType.Int32),
            ["i64"] = tensor(long.MinValue),
            ["bool"] = tensor(new[] { true, false }),
            ["empty \"ö\" 名"] = empty(0, 3),
        };
        var path = folder.File("all.safetensors");
        Safetensors.Write(path, tensors);
        using var state = Safetensors.Read(path);
        Assert.Equal(tensors.Keys, state.Names);
        foreach (var (name, expected) in tensors)
        {
            Assert.Equal(expected.dtype, state[name].dtype);
            Assert.Equal(expected.shape, state[name].shape);
            Assert.Equal(expected.contiguous().bytes.ToArray(), state[name].bytes.ToArray());
        }

        // The header ends at a multiple of 8, and says what the Python library looks for.
        var bytes = File.ReadAllBytes(path);
        Assert.Equal(0, BitConverter.ToInt64(bytes) % 8);
        Assert.StartsWith("""{"__metadata__":{"format":"pt"},"u8":{"dtype":"U8","shape":[3],""", Encoding.UTF8.GetString(bytes.AsSpan(8)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_tensors_outlive_a_DisposeScope()
    {
        var path = folder.File("one.safetensors");
        using (var one = ones(2))
        {
            Safetensors.Write(path, [new("one", one)]);
        }

        StateDict state;
        using (NewDisposeScope())
        {
            state = Safetensors.Read(path);
        }

        var tensor = state["one"];
        Assert.False(tensor.IsInvalid);
        state.Dispose();
        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public void Says_what_cannot_be_written()
    {
        using var number = ones(1);
        using var complex = zeros(1, ScalarType.ComplexFloat32);
        var path = folder.File("not.safetensors");
        Check("two tensors named a", new("a", number), new("a", number));
        Check("a is ComplexFloat32 [1]", new KeyValuePair<string, Tensor>("a", complex));
        Check("cannot be named __metadata__", new KeyValuePair<string, Tensor>("__metadata__", number));
        Assert.Empty(folder.Content());

        void Check(string problem, params KeyValuePair<string, Tensor>[] state) => Assert.Contains(
            problem, Assert.Throws<ArgumentException>(() => Safetensors.Write(path, state)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_precision_takes_half_the_bytes_and_comes_back_as_it_was_written()
    {
        using var scope = NewDisposeScope();
        var path = folder.File("half.safetensors");
        var matrix = randn(8, 9);
        Dictionary<string, Tensor> tensors = new() { ["matrix"] = matrix, ["variance"] = ones(8) * 1e-9, ["counter"] = tensor(3L), ["integers"] = ones(2, 2, dtype: ScalarType.Int64) };
        Safetensors.Write(path, tensors, half: true);
        using var state = Safetensors.Read(path);
        Assert.Equal([ScalarType.Float16, ScalarType.Float32, ScalarType.Int64, ScalarType.Int64], tensors.Keys.Select(name => state[name].dtype));
        Assert.Equal(matrix.half().bytes.ToArray(), state["matrix"].bytes.ToArray());
        Assert.Equal(tensors["variance"].bytes.ToArray(), state["variance"].bytes.ToArray());

        // Every number of half precision is one of single precision.
        using var layer = nn.Linear(9, 8, hasBias: false);
        using var weights = new StateDict("half");
        weights.Add("weight", state["matrix"].clone());
        layer.LoadWeights(weights);
        Assert.Equal(layer.weight.half().bytes.ToArray(), state["matrix"].bytes.ToArray());
        Assert.Equal(state["matrix"].data<Half>().ToArray().Select(value => (float)value), layer.weight.data<float>().ToArray());

        tensors["matrix"] = matrix * 1e6;
        Assert.Contains("single precision", Assert.Throws<ArgumentException>(() => Safetensors.Write(path, tensors, half: true)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "does not take the bytes 0 to 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "does not take the bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", "does not take the bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "does not take the bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-9223372036854775807,9223372036854775807]}}""", "does not take the bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "a gap of 4 bytes before a")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "take 4 bytes, but 8 follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "take 12 bytes, but 8 follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "b overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "the name a occurs twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}""", "a has shape twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"code":"x"}}""", "a has code")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "a lacks")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}}""", "a lacks")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", "the type F8_E4M3")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e30],"data_offsets":[0,8]}}""", "not an integer")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", "not an integer")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[2]],"data_offsets":[0,8]}}""", "no JSON of the format")]
    [InlineData("""{"a":[]}""", "a StartObject belongs")]
    [InlineData("""{"__metadata__":{"a":1}}""", "a String belongs")]
    [InlineData("""{} {}""", "no JSON of the format")]
    [InlineData("""{"a":""", "no JSON of the format")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "no JSON of the format")]
    [InlineData("[]", "a StartObject belongs")]
    public void A_wrong_claim_is_named(string header, string problem) => Refused(Write(header, new byte[8]), problem);

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL << 20)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    public void The_header_is_as_long_as_it_claims(ulong length) =>
        Refused(folder.Write("a.safetensors", [.. BitConverter.GetBytes(length), (byte)'{', (byte)'}']), "is damaged at byte");

    [Fact]
    public void Floods_are_stopped()
    {
        var numbers = string.Join(',', Enumerable.Repeat('0', 2_000_000));
        Refused(Write("{\"a\":{\"shape\":[" + numbers + "]}}", []), "more than 64");
        Refused(Write("{\"" + new string('a', 5000) + "\":{}}", []), "a name of more than 4096 bytes");
        var tensors = Enumerable.Range(0, 66_000).Select(i => $$"""
            "{{i}}":{"dtype":"U8","shape":[],"data_offsets":[{{i}},{{i + 1}}]}
            """);
        Refused(Write("{" + string.Join(',', tensors) + "}", new byte[66_000]), "more than 65536 tensors");
    }

    private static void Refused(string path, string problem) => Refusal.Assert(Safetensors.Read, path, problem);

    private string Write(string header, byte[] data) =>
        folder.Write("a.safetensors", SafetensorsBytes.File(Encoding.UTF8.GetBytes(header), data));
}
