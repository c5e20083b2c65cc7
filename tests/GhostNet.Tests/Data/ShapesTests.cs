using System.Security.Cryptography;
using GhostNet.Data;

namespace GhostNet.Tests.Data;

public sealed class ShapesTests
{
    [Fact]
    public void Says_that_it_is_synthetic()
    {
        var split = Shapes.Create(20, 10);
        Assert.True(split.Train.IsSynthetic && split.Test.IsSynthetic);
        Assert.Contains("synthetic", split.ToString(), StringComparison.Ordinal);
        Assert.Equal((20, 10, 10), (split.Train.Count, split.Test.Count, split.Train.ClassNames.Distinct().Count()));
    }

    [Fact]
    public void The_seed_decides_every_pixel()
    {
        var split = Shapes.Create(100, 50, seed: 1);
        Assert.Equal(split.Train.Pixels, Shapes.Create(100, 0, seed: 1).Train.Pixels);
        Assert.Equal(split.Train.Pixels[..3072], Shapes.Create(1, 0, seed: 1).Train.Pixels);
        Assert.NotEqual(split.Train.Pixels, Shapes.Create(100, 0, seed: 2).Train.Pixels);
        Assert.NotEqual(split.Train.Pixels[..3072], split.Test.Pixels[..3072]);
        Assert.Equal("06D0", Convert.ToHexString(SHA256.HashData(split.Train.Pixels))[..4]);
    }

    [Fact]
    public void Classes_are_balanced_and_the_constants_fit()
    {
        var train = Shapes.Create(1000, 0).Train;
        Assert.All(train.Labels.CountBy(static label => label), static pair => Assert.Equal(100, pair.Value));
        var values = train.Pixels.Select(static pixel => pixel / 255.0).ToArray();
        var mean = values.Average();
        Assert.Equal(train.Mean[0], mean, 0.02);
        Assert.Equal(train.Std[0], Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), 0.02);
    }

    [Fact]
    public void Outlines_have_an_inside_and_fit_the_canvas()
    {
        foreach (var outline in ShapeOutline.All)
        {
            var points = Enumerable.Range(-50, 101).SelectMany(static y => Enumerable.Range(-50, 101).Select(x => (X: x / 25.0, Y: y / 25.0))).ToArray();
            var inside = points.Where(point => outline.Distance(point.X, point.Y) < 0).ToArray();
            var area = inside.Length / 625.0;
            Assert.True(area is > 0.5 and < 3, $"{outline.Name} has area {area}");
            Assert.All(inside, static point => Assert.True((point.X * point.X) + (point.Y * point.Y) < 1.3));
        }
    }
}
