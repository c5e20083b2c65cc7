using static TorchSharp.torch;

namespace GhostNet.Interactive.Tests.Tensors;

/// <summary>Tensors of every rank, type and state that a user can come across.</summary>
internal static class TensorKinds
{
    private static readonly Dictionary<string, Func<Tensor>> s_kinds = new()
    {
        ["rank 0"] = () => tensor(3.25f),
        ["rank 1"] = () => linspace(-1, 1, 20),
        ["rank 1, long"] = () => randn(100_000),
        ["rank 2, small"] = () => randn(4, 5),
        ["rank 2, large"] = () => randn(700, 900),
        ["rank 3, image"] = () => rand(3, 64, 48),
        ["rank 3, channels last"] = () => randint(0, 256, new long[] { 40, 60, 3 }, ScalarType.Byte),
        ["rank 3, channels"] = () => randn(80, 14, 14),
        ["rank 4, batch"] = () => randn(10, 3, 32, 32),
        ["rank 4, kernels"] = () => randn(64, 16, 3, 3),
        ["rank 4, noise"] = () => randn(64, 3, 128, 128),
        ["rank 5"] = () => randn([2, 3, 4, 5, 6]),
        ["uint8"] = () => arange(256, ScalarType.Byte).reshape(16, 16),
        ["int8"] = () => arange(-5, 5, ScalarType.Int8),
        ["int16"] = () => arange(-5, 5, ScalarType.Int16),
        ["int32"] = () => arange(100, ScalarType.Int32).reshape(10, 10),
        ["int64"] = () => tensor(new[] { long.MinValue, 0, 9_007_199_254_740_993, long.MaxValue }),
        ["float16"] = () => randn(9, 9).to_type(ScalarType.Float16),
        ["bfloat16"] = () => randn(3, 20, 20).to_type(ScalarType.BFloat16),
        ["float64"] = () => tensor(new[] { double.MinValue, -1e-300, 1e300, double.MaxValue }),
        ["bool"] = () => randn(30, 40) > 0,
        ["complex64"] = () => randn(5, 5, ScalarType.ComplexFloat32),
        ["complex128, rank 0"] = () => tensor(new System.Numerics.Complex(1, -2)),
        ["empty"] = () => zeros(0),
        ["empty, rank 4"] = () => zeros(0, 3, 32, 32),
        ["NaN and infinities"] = () => tensor(new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, 1, -2 }),
        ["only NaN"] = () => full(3, 20, 20, double.NaN),
        ["a billion, expanded"] = () => tensor(0.5f).expand(1000, 1000, 1000),
        ["a billion, expanded rows"] = () => arange(1000, ScalarType.Float32).expand(1_000_000, 1000),
        ["a billion, expanded kernels"] = () => randn(50, 20, 1, 1).expand(50, 20, 1000, 1000),
        ["not contiguous"] = () => randn(50, 3, 40).permute(1, 2, 0),
        ["every second"] = () => randn(40, 40).slice(0, 0, 40, 2).slice(1, 0, 40, 3),
        ["requires grad"] = () => randn(8, 8).requires_grad_(),
        ["result with gradient"] = () => randn(8, 8).requires_grad_() * 2,
        ["disposed"] = Disposed,
        ["sparse"] = () => eye(50).to_sparse(),
        ["sparse, huge"] = () => sparse_coo_tensor(tensor(new long[,] { { 1 }, { 2 } }), ones(1), [1_000_000, 1_000_000]),
        ["on no device"] = () => zeros(3, 32, 32, device: new Device("meta")),
        ["constant"] = () => full(3, 32, 32, 0.5),
    };

    /// <summary>The name of each, for theories.</summary>
    public static TheoryData<string> Names => [.. s_kinds.Keys];

    /// <summary>Makes one of them.</summary>
    /// <param name="name">Which.</param>
    public static Tensor Create(string name) => s_kinds[name]();

    private static Tensor Disposed()
    {
        var tensor = zeros(2);
        tensor.Dispose();
        return tensor;
    }
}
