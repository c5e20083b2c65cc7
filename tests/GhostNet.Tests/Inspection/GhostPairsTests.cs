using GhostNet.Inspection;
using static TorchSharp.torch;


namespace GhostNet.Tests.Inspection;

public sealed class GhostPairsTests
{
    private static readonly double[,] s_kernel = { { 0.5, -1, 0.25 }, { 2, 1, -0.5 }, { 0, 0.75, -2 } };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Finds_a_cheap_operation_that_is_known(int images)
    {
        using var scope = NewDisposeScope();
        var maps = Noise(images, 5, 12, 11);
        maps[TensorIndex.Colon, 4] = Convolved(maps[TensorIndex.Colon, 1], s_kernel) + 0.3;
        var pairs = GhostPairs.Find(FeatureMaps.Of(maps));

        Assert.Equal(5, pairs.Count);
        var best = pairs[0];
        Assert.Equal((1, 4), (best.Source, best.Ghost));
        Assert.Equal(1, best.R2, 9);
        Assert.Equal(0.3, best.Bias, 4);
        Assert.Equal(s_kernel.Cast<double>(), best.Kernel.Cast<double>(), (x, y) => Math.Abs(x - y) < 1e-4);
        for (var image = 0; image < images; image++)
        {
            var truth = pairs.Maps.Map(4, image).Cast<double>();
            Assert.Equal(truth, pairs.Predict(best, image).Cast<double>(), (x, y) => Math.Abs(x - y) < 1e-4);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void Agrees_with_a_least_squares_solver(int kernel)
    {
        using var scope = NewDisposeScope();
        var maps = Noise(2, 6, 9, 8);
        maps[TensorIndex.Colon, 2] += maps[TensorIndex.Colon, 5].roll(1, 1) * 2;
        var pairs = GhostPairs.Find(FeatureMaps.Of(maps), kernel);
        Assert.Equal(kernel, pairs.KernelSize);
        foreach (var pair in pairs)
        {
            var scores = Enumerable.Range(0, 6).Where(source => source != pair.Ghost)
                .ToDictionary(source => source, source => R2(maps, source, pair.Ghost, kernel));
            Assert.Equal(scores.MaxBy(score => score.Value).Key, pair.Source);
            Assert.Equal(scores[pair.Source], pair.R2, 7);
        }

        Assert.Equal(pairs.OrderByDescending(pair => Math.Round(pair.R2, 8)).ThenBy(pair => pair.Ghost).Select(pair => pair.Ghost), pairs.Select(pair => pair.Ghost));
    }

    [Fact]
    public void R2_of_a_pair_is_that_of_its_prediction()
    {
        using var maps = Noise(1, 4, 10, 10);
        var pairs = GhostPairs.Find(FeatureMaps.Of(maps));
        foreach (var pair in pairs)
        {
            var truth = pairs.Maps.Map(pair.Ghost).Cast<double>().ToList();
            var left = truth.Zip(pairs.Predict(pair).Cast<double>(), (value, guess) => Math.Pow(value - guess, 2)).Sum();
            var mean = truth.Average();
            Assert.Equal(pair.R2, 1 - left / truth.Sum(value => Math.Pow(value - mean, 2)), 6);
        }
    }

    [Theory]
    [InlineData(1e-20)]
    [InlineData(1e-6)]
    [InlineData(1e6)]
    [InlineData(1e20)]
    public void Units_of_a_map_do_not_matter(double factor)
    {
        using var scope = NewDisposeScope();
        var maps = Noise(1, 4, 10, 10);
        var scaled = maps.clone();
        scaled[TensorIndex.Colon, 1] *= factor;
        var expected = GhostPairs.Find(FeatureMaps.Of(maps));
        var actual = GhostPairs.Find(FeatureMaps.Of(scaled));
        Assert.Equal(expected.Select(pair => (pair.Source, pair.Ghost)), actual.Select(pair => (pair.Source, pair.Ghost)));
        Assert.Equal(expected.Select(pair => pair.R2), actual.Select(pair => pair.R2), (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void Constant_maps_have_no_pair()
    {
        using var scope = NewDisposeScope();
        var maps = Noise(1, 5, 8, 8);
        maps[0, 0] = zeros(8, 8);
        maps[0, 3] = full(8, 8, 0.1);
        var pairs = GhostPairs.Find(FeatureMaps.Of(maps));
        Assert.Equal([1, 2, 4], pairs.Select(pair => pair.Ghost).Order());
        Assert.All(pairs, pair => Assert.Contains(pair.Source, new[] { 1, 2, 4 }));
        Assert.All(pairs, pair => Assert.All(pair.Kernel.Cast<double>(), tap => Assert.True(double.IsFinite(tap))));

        Assert.Empty(GhostPairs.Find(FeatureMaps.Of(ones(1, 4, 8, 8))));
        Assert.Empty(GhostPairs.Find(FeatureMaps.Of(Noise(1, 1, 8, 8))));
        Assert.Empty(GhostPairs.Find(FeatureMaps.Of(ones(1, 4, 8, 8))).Best());
    }

    [Fact]
    public void Of_equal_sources_the_first_is_taken_and_the_order_is_that_of_the_channels()
    {
        using var scope = NewDisposeScope();
        var one = Noise(1, 1, 9, 9);
        var maps = cat([Noise(1, 2, 9, 9) + 5, one, one, one * 3, one.neg()], 1);
        for (var repeat = 0; repeat < 3; repeat++)
        {
            var pairs = GhostPairs.Find(FeatureMaps.Of(maps));
            Assert.Equal([(3, 2), (2, 3), (2, 4), (2, 5)], pairs.Take(4).Select(pair => (pair.Source, pair.Ghost)));
            Assert.All(pairs.Take(4), pair => Assert.Equal(1, pair.R2, 9));
            Assert.Equal([(3, 2)], pairs.Best(1).Select(pair => (pair.Source, pair.Ghost)));
        }
    }

    [Fact]
    public void Finds_pairs_across_blocks_of_many_maps()
    {
        using var scope = NewDisposeScope();
        var maps = Noise(1, 150, 7, 7);
        maps[0, 3] = Convolved(maps[TensorIndex.Colon, 140], s_kernel)[0];
        maps[0, 149] = Convolved(maps[TensorIndex.Colon, 70], s_kernel)[0];
        var pairs = GhostPairs.Find(FeatureMaps.Of(maps));
        Assert.Equal(150, pairs.Count);
        Assert.Equal([(140, 3), (70, 149)], pairs.Take(2).Select(pair => (pair.Source, pair.Ghost)));
        Assert.True(pairs[2].R2 < 0.9);
    }

    /// <summary>Many images, or large ones: more than fits into one part of the sums.</summary>
    [Theory]
    [InlineData(10, 30)]
    [InlineData(1, 200)]
    public void What_is_summed_in_parts_is_fitted_as_a_whole(int images, int size)
    {
        using var scope = NewDisposeScope();
        var maps = Noise(images, 64, size, size);
        maps[TensorIndex.Colon, 9] = Convolved(maps[TensorIndex.Colon, 8], s_kernel);
        var best = GhostPairs.Find(FeatureMaps.Of(maps))[0];
        Assert.Equal((8, 9), (best.Source, best.Ghost));
        Assert.Equal(s_kernel.Cast<double>(), best.Kernel.Cast<double>(), (x, y) => Math.Abs(x - y) < 1e-4);
    }

    [Fact]
    public void Best_pairs_share_no_map()
    {
        using var maps = Noise(1, 9, 8, 8);
        var pairs = GhostPairs.Find(FeatureMaps.Of(maps));
        var best = pairs.Best(9);
        var used = best.SelectMany(pair => new[] { pair.Source, pair.Ghost }).ToList();
        Assert.Equal(used.Count, used.Distinct().Count());
        Assert.Same(pairs[0], best[0]);
        Assert.InRange(best.Count, 1, 4);
        Assert.Empty(pairs.Best(0));

        // Whatever was left out shares a map with a pair that is at least as good.
        Assert.All(pairs.Except(best), pair => Assert.Contains(
            best, taken => taken.R2 >= pair.R2 - 1e-9 && new[] { taken.Source, taken.Ghost }.Intersect([pair.Source, pair.Ghost]).Any()));
    }

    [Fact]
    public void Errors_say_what_to_give()
    {
        using var scope = NewDisposeScope();
        Assert.StartsWith(
            "A map has 4 values over all images, too few to fit a 3×3 kernel and a bias (10 numbers): give at least 3 images.",
            Assert.Throws<ArgumentException>(() => GhostPairs.Find(FeatureMaps.Of(Noise(1, 3, 2, 2)))).Message,
            StringComparison.Ordinal);
        GhostPairs.Find(FeatureMaps.Of(Noise(3, 3, 2, 2)));

        var broken = Noise(1, 4, 5, 5);
        broken[0, 2, 1, 1] = float.NaN;
        Assert.StartsWith(
            "Map 2 holds NaN or infinity.",
            Assert.Throws<ArgumentException>(() => GhostPairs.Find(FeatureMaps.Of(broken))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => GhostPairs.Find(FeatureMaps.Of(Noise(1, 3, 5, 5)), kernel: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => GhostPairs.Find(FeatureMaps.Of(Noise(1, 3, 5, 5)), kernel: 13));
    }

    [Fact]
    public void Says_the_best_in_words()
    {
        using var scope = NewDisposeScope();
        var one = Noise(1, 1, 9, 9);
        var lines = GhostPairs.Find(FeatureMaps.Of(cat([one, one], 1), "twins")).ToString().Split(Environment.NewLine);
        Assert.Equal("twins (Tensor): 2 maps of 9×9, 1 image; 2 pairs by a 3×3 kernel, 2 with R² of 0.9 or more", lines[0]);
        Assert.Equal(["  map 1 → map 0, R² 1.000"], lines[1..]);
    }

    /// <summary>Noise that is the same in each run, whatever torch's random state.</summary>
    private static Tensor Noise(int images, int channels, int height, int width)
    {
        var random = new Random(images * 1000 + channels);
        var values = Enumerable.Range(0, images * channels * height * width).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        return tensor(values, [images, channels, height, width]);
    }

    /// <summary>Maps <c>[N, H, W]</c> under a kernel, with zeros around them.</summary>
    private static Tensor Convolved(Tensor maps, double[,] kernel)
    {
        var size = kernel.GetLength(0);
        var weight = tensor(kernel.Cast<double>().ToArray(), [1, 1, size, size]).to(ScalarType.Float32);
        return nn.functional.conv2d(maps.unsqueeze(1), weight, padding: [size / 2, size / 2]).squeeze(1);
    }

    /// <summary>R² by a solver that works on the equations themselves, one source and one ghost at a time.</summary>
    private static double R2(Tensor maps, int source, int ghost, int kernel)
    {
        using var scope = NewDisposeScope();
        var padded = nn.functional.pad(maps[TensorIndex.Colon, source].to(ScalarType.Float64), [kernel / 2, kernel / 2, kernel / 2, kernel / 2]);
        var columns = new List<Tensor> { ones(maps.numel() / maps.size(1), ScalarType.Float64) };
        for (var y = 0; y < kernel; y++)
        {
            for (var x = 0; x < kernel; x++)
            {
                columns.Add(padded.narrow(1, y, maps.size(2)).narrow(2, x, maps.size(3)).reshape(-1));
            }
        }

        var equations = stack(columns, 1);
        var wanted = maps[TensorIndex.Colon, ghost].to(ScalarType.Float64).reshape(-1, 1);
        var left = wanted - equations.mm(linalg.pinv(equations).mm(wanted));
        return 1 - (left.square().sum() / (wanted - wanted.mean()).square().sum()).item<double>();
    }
}
